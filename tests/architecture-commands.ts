/** What each room of the command line may import, beside what every room may. */

/** Looks at everything, and changes nothing. */
export const DOCTOR = [
  "core",
  "config",
  "audit",
  "store",
  "cli",
  "cli/owner",
  "hass/gateway.ts",
  "hass/live-gateway.ts",
  "security/approval",
  "security/grant/book",
  "security/grant/decide",
  "security/grant/model",
  "security/identity",
  "security/identity/guard",
  "security/identity/keep",
  "security/identity/key",
  "security/identity/token",
];
/** Writes into files of other programs, and into the owner's folder. */
export const SETUP = [
  "core",
  "config",
  "store",
  "cli",
  "cli/owner",
  "hass/find",
  "hass/link/token-owner.ts",
  "security/grant/book/grant-file.ts",
];
/** What is done to tokens, keys and the like is done to the state. */
export const OWNER = [
  "version.ts",
  "core",
  "config",
  "audit",
  "store",
  "cli",
  "security/grant/model",
  "security/grant/parse",
  "security/grant/book",
  "security/grant/restrict",
  "security/approval",
  "security/identity/grant-validity.ts",
  "security/identity/keep",
  "security/identity/token",
  "security/identity/key",
  "security/identity/login",
  "security/identity/oauth",
  "security/identity/guard",
];
