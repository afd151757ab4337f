/** What a check found. */

export type Finding = {
  /** `<room>.<check>`: programs go by it. */
  readonly check: string;
  /** `unseen`: it could not be looked at, because of another fault or because nothing asks for it. */
  readonly result: "good" | "warning" | "fault" | "unseen";
  /** What is so, and why. */
  readonly said: string;
  /** What to do about it, exactly. */
  readonly fix?: string;
};

export function good(check: string, said: string): Finding {
  return { check, result: "good", said };
}

export function warning(check: string, said: string, fix: string): Finding {
  return { check, result: "warning", said, fix };
}

export function fault(check: string, said: string, fix: string): Finding {
  return { check, result: "fault", said, fix };
}

export function unseen(check: string, said: string): Finding {
  return { check, result: "unseen", said };
}
