/** A cell of the verdict table: a call, what goes before it, what must be so after it. */

type Data = Readonly<Record<string, unknown>>;
export type Truth = Readonly<Record<string, unknown>>;

export type Cell = {
  readonly service: string;
  readonly id: string;
  readonly data: Data;
  /** Brings the device elsewhere, so that there is something to do: `service` or `service` with data. */
  readonly before: readonly (readonly [string, Data?])[];
  /** By attribute, `state` among them, what Home Assistant must say after it. */
  readonly truth: Truth;
  /** Verdict of the first call, several where the device's own pace decides; `confirmed` unless told. */
  readonly first?: string;
  /** Verdict of the same call again; `already` unless told. */
  readonly again?: string;
  /** Data that the entity or Home Assistant refuses. */
  readonly beyond?: Data;
};

export const cell = (
  service: string,
  id: string,
  data: Data,
  before: Cell["before"],
  truth: Truth,
  more: Pick<Cell, "first" | "again" | "beyond"> = {},
): Cell => ({ service, id, data, before, truth, ...more });

/** On, off and the other way. */
export function switchable(
  id: string,
  domain = id.split(".")[0] ?? "",
  on = "on",
  off = "off",
): readonly Cell[] {
  const [up, down] = [`${domain}.turn_on`, `${domain}.turn_off`] as const;
  return [
    cell(up, id, {}, [[down]], { state: on }),
    cell(down, id, {}, [[up]], { state: off }),
    cell(`${domain}.toggle`, id, {}, [[down]], { state: on }, { again: "confirmed" }),
    cell("homeassistant.turn_on", id, {}, [[down]], { state: on }),
    cell("homeassistant.turn_off", id, {}, [[up]], { state: off }),
    cell("homeassistant.toggle", id, {}, [[up]], { state: off }, { again: "confirmed" }),
  ];
}

/** One attribute set to one of two values. */
export function settable(
  service: string,
  id: string,
  key: string,
  attribute: string,
  values: readonly unknown[],
  beyond?: unknown,
): readonly Cell[] {
  return values.map((value, at) => {
    const other = values[(at + 1) % values.length];
    const more = beyond === undefined ? {} : { beyond: { [key]: beyond } };
    return cell(service, id, { [key]: value }, [[service, { [key]: other }]], { [attribute]: value }, more);
  });
}

export const lit = (id: string, data: Data, truth: Truth, beyond?: Data): Cell =>
  cell("light.turn_on", id, data, [["light.turn_off"]], { state: "on", ...truth }, beyond ? { beyond } : {});
