/** What restrictions and gates look at: the request as it came to stand after resolving. */

import type { Opened } from "./opened.ts";
import type { Operation, Request } from "./request.ts";
import type { Leaf } from "./world.ts";

export type Subject = {
  /** A service that only reads is both a read and a call. */
  readonly operations: readonly Operation[];
  readonly service: string | undefined;
  /** Targets of a call, or the entities that are seen. */
  readonly targets: readonly string[];
  readonly leaves: readonly Leaf[];
  readonly asks: string | undefined;
  /** Capability asked for. */
  readonly capability: string | undefined;
};

export function subjectOfCall(opened: Opened): Subject {
  return {
    operations: opened.reads ? ["call_service", "read"] : ["call_service"],
    service: opened.service,
    targets: opened.targets,
    leaves: opened.leaves,
    asks: opened.asks,
    capability: undefined,
  };
}

/** Anything but a service call; also a call before its targets are known. */
export function subjectOfOther(request: Request, targets: readonly string[]): Subject {
  return {
    operations: [request.operation],
    service: undefined,
    targets,
    leaves: [],
    asks: undefined,
    capability: request.operation === "capability" ? request.capability : undefined,
  };
}
