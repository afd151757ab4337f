/** Tickets for the big parts of a frame, so that the library, which parses every frame in one piece, gets a short one. */

type Sliced = { readonly slicedTicket: number };

let lastTicket = 0;
const sliced = new Map<number, unknown>();

export type Ticketed = {
  /** The message with a ticket in place of its `result` or `event`. */
  readonly short: unknown;
  /** Lets go of what nobody redeemed, e.g. the answer to a command that was given up. */
  forget(): void;
};

export function withTickets(message: unknown): Ticketed {
  if (typeof message !== "object" || message === null) return { short: message, forget: () => undefined };
  const short: Record<string, unknown> = { ...message };
  const issued: number[] = [];
  for (const key of ["result", "event"]) {
    if (typeof short[key] !== "object" || short[key] === null) continue;
    lastTicket++;
    issued.push(lastTicket);
    sliced.set(lastTicket, short[key]);
    short[key] = { slicedTicket: lastTicket } satisfies Sliced;
  }
  return {
    short,
    forget() {
      for (const ticket of issued) sliced.delete(ticket);
    },
  };
}

/** The value itself, or what the ticket stands for; a ticket can be redeemed once. */
export function redeem(value: unknown): unknown {
  if (typeof value !== "object" || value === null || !("slicedTicket" in value)) return value;
  const ticket = Number(value.slicedTicket);
  if (!sliced.has(ticket)) return value;
  const whole = sliced.get(ticket);
  sliced.delete(ticket);
  return whole;
}
