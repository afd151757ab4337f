/** Whether a service could ever be called under a grant, for lists of what can be done. */

import type { Grant } from "../security/grant/grant.ts";

/** By service alone: which entities it may then touch is decided at the call. */
export function usableServices({ access }: Grant): (service: string) => boolean {
  const exact = new Set(access.services);
  const rules = access.actions.map((rule) =>
    typeof rule === "string" ? (rule.split("@")[0] ?? "") : rule.service,
  );
  return (service) => {
    const domain = service.slice(0, service.indexOf("."));
    return (
      exact.has(service) || rules.some((rule) => rule === "*" || rule === service || rule === `${domain}.*`)
    );
  };
}
