/** What Redis's errors mean to us; never with the address, which may hold a password. */

import { Failure } from "../../core/failure.ts";
import { STATE_FULL, STATE_UNAVAILABLE } from "../store-fault.ts";

const REFUSED =
  /^(?:WRONGPASS|NOAUTH)\b|\bNOPERM\b|^ERR (?:invalid password|Client sent AUTH|AUTH )|executing the script can't/;
const REPLICA = /\bREADONLY\b|against a read only replica/;
const FULL = /^(?:OOM|MISCONF)\b/;
const EMPTIED = /\bHGGONE\b/;

/** DEFECT with what to do; a Failure stays as it is. */
export function redisFailure(fault: unknown): Failure {
  if (fault instanceof Failure) return fault;
  const said = fault instanceof Error ? fault.message : "";
  if (EMPTIED.test(said))
    return unavailable("The state in Redis was emptied; nobody is let in until the next start.", {
      hint: "Restore Redis from its backup, then start again; without one the state begins afresh.",
    });
  if (FULL.test(said))
    return new Failure("DEFECT", "Redis cannot write: its memory or disk is full.", {
      hint: "The owner must make room where Redis runs.",
      denial: STATE_FULL,
    });
  if (REPLICA.test(said))
    return unavailable("The Redis of STORE is a replica, which takes no writes.", {
      hint: "The owner must name the primary in STORE.",
      retryAfterSeconds: 5,
    });
  if (REFUSED.test(said))
    return unavailable("Redis refuses the user of STORE.", { hint: "The owner must look at its rights." });
  return unavailable("The state in Redis cannot be read or written.", {
    hint: "The owner must look at Redis; it goes on as soon as it answers.",
    retryAfterSeconds: 5,
  });
}

export function slowRedis(): Failure {
  return unavailable("Redis did not answer in time.", {
    hint: "The owner must look at Redis; it goes on as soon as it answers.",
    retryAfterSeconds: 5,
  });
}

function unavailable(
  message: string,
  { hint, retryAfterSeconds }: { readonly hint: string; readonly retryAfterSeconds?: number },
): Failure {
  return new Failure("DEFECT", message, {
    hint,
    denial: STATE_UNAVAILABLE,
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
  });
}

/** What the first connection fails by, the error's code and words together: why, and what to do. */
const OPENING: readonly (readonly [said: RegExp, message: string, hint: string])[] = [
  [
    REFUSED,
    "Redis refuses the user or password of STORE.",
    "Look at the address in STORE, or at Redis's users.",
  ],
  [
    /^ERR (?:DB index|invalid DB index)/,
    "Redis has no database of the number in STORE.",
    "Name another behind the port, or none.",
  ],
  [
    /CERT_HAS_EXPIRED/,
    "The certificate of the Redis of STORE is over.",
    "Give Redis a new one, or set this machine's clock right.",
  ],
  [
    /CERT_NOT_YET_VALID/,
    "The certificate of the Redis of STORE is not valid yet.",
    "Set this machine's clock right, or give Redis another.",
  ],
  [
    /ALTNAME_INVALID/,
    "The certificate of the Redis of STORE is for another name.",
    "Name the host in STORE as the certificate does.",
  ],
  [
    /ALERT_CERTIFICATE_REQUIRED|ALERT_HANDSHAKE_FAILURE/,
    "The Redis of STORE wants a certificate of ours, and Hearthgate shows none.",
    "Set tls-auth-clients no there: Hearthgate shows a user and a password.",
  ],
  [
    /SELF_SIGNED|UNABLE_TO_(?:VERIFY|GET)|self.signed/i,
    "The Redis of STORE has a certificate that this machine does not trust.",
    "NODE_EXTRA_CA_CERTS names the file of a private authority.",
  ],
  [
    /CERT|SSL|TLS|certificate/i,
    "The TLS connection to the Redis of STORE fails.",
    "Look at its certificate and the versions of TLS that it speaks, or at redis:// or rediss:// in STORE.",
  ],
];

/** CONFIG_INVALID: why the first connection did not come about. */
export function openingFailure(fault: unknown): Failure {
  if (fault instanceof Failure && fault.code === "CONFIG_INVALID") return fault;
  const said = fault instanceof Error ? fault.message : "";
  const code = fault instanceof Error && "code" in fault ? String(fault.code) : "";
  const found = OPENING.find(([wanted]) => wanted.test(said) || wanted.test(code));
  const [, message, hint] = found ?? [
    undefined,
    "No Redis answers at the address of STORE.",
    "Start it, or look at host, port and redis:// or rediss:// there.",
  ];
  return new Failure("CONFIG_INVALID", message, { hint });
}
