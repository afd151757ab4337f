/** The files of security/grant that the rest of the program may import. */

/** What others see of the grants: everything else of security/grant is its own. */
export const GRANT_PORT = [
  "security/grant/model/access.ts",
  "security/grant/model/builtins.ts",
  "security/grant/model/denied.ts",
  "security/grant/model/owner.ts",
  "security/grant/model/grant.ts",
  "security/grant/model/instant.ts",
  "security/grant/model/request.ts",
  "security/grant/model/service-kinds.ts",
  "security/grant/scope/attributes.ts",
  "security/grant/scope/readable.ts",
  "security/grant/scope/tool-list.ts",
  "security/grant/scope/usable-services.ts",
  "security/grant/restrict/counters.ts",
  "security/grant/restrict/network.ts",
  "security/grant/restrict/store-counters.ts",
  "security/grant/decide/configs.ts",
  "security/grant/decide/decide.ts",
  "security/grant/decide/identities.ts",
  "security/grant/decide/look.ts",
  "security/grant/decide/permission.ts",
  "security/grant/decide/special-look.ts",
  "security/grant/decide/untied.ts",
  "security/grant/reach/template-reads.ts",
  "security/grant/book/grant-book.ts",
] as const;
