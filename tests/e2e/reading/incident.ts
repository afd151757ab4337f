/** What happened to an entity by whose doing, and how a diagnosis that knows it sounds. */

export const KINDS = [
  ...["automation", "script", "person", "app", "restart"],
  ...["power-on state", "group", "scene", "physical switch", "unknown"],
] as const;

export type Incident = {
  readonly kind: (typeof KINDS)[number];
  readonly entity: string;
  /** Of the cause; a kind whose cause nobody records is right when that is said. */
  readonly right: RegExp;
};

/** What says that it is not known, and blames nobody. */
const UNKNOWN = /no cause is recorded|no change is recorded|no entry of it yet|without a user/;

export const NOBODY = /no cause is recorded/;

export type Tally = { right: number; unknown: number; wrong: number; readonly lines: string[] };

/** Asks one question an incident; `ask` gives the line of the change. */
export async function tallyOf(
  incidents: readonly Incident[],
  ask: (entity: string) => Promise<string>,
): Promise<Tally> {
  const tally: Tally = { right: 0, unknown: 0, wrong: 0, lines: [] };
  for (const { kind, entity, right } of incidents) {
    const said = await ask(entity);
    const verdict = right.test(said) ? "right" : UNKNOWN.test(said) ? "unknown" : "wrong";
    tally[verdict]++;
    if (verdict !== "right") tally.lines.push(`${verdict}: ${kind} of ${entity}: ${said}`);
  }
  return tally;
}

export function told({ right, unknown, wrong, lines }: Tally): string {
  return [`${right} right, ${unknown} unknown, ${wrong} wrong`, ...lines].join("\n");
}
