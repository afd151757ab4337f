/** Services as Home Assistant describes them, and what is said where a call does not fit. */

import { Failure } from "../../../src/core/failure.ts";
import type { Gateway } from "../../../src/hass/gateway.ts";
import { NO_REGISTRIES } from "../../../src/hass/registries.ts";
import type { WireService } from "../../../src/hass/wire.ts";

export const service = (given: object = {}) => ({ fields: {}, ...given }) as unknown as WireService;
export const gatewayWith = (services: object) =>
  ({ services, registries: NO_REGISTRIES }) as unknown as Gateway;

/** `message | hint`, or what is answered. */
export function said<T>(ask: () => T): T | string {
  try {
    return ask();
  } catch (fault) {
    if (!(fault instanceof Failure)) throw fault;
    return `${fault.code}: ${fault.message} | ${fault.hint}`;
  }
}
