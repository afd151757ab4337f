/** A measured figure, its limit and how it is printed. */

export type Figure = {
  readonly value: number;
  readonly unit: string;
  /** undefined = printed for interest. */
  readonly limit: number | undefined;
  readonly holds: boolean;
};

export type Figures = Record<string, Figure>;

export function atMost(value: number, unit: string, limit?: number): Figure {
  return { value: rounded(value), unit, limit, holds: limit === undefined || value <= limit };
}

export function atLeast(value: number, unit: string, limit: number): Figure {
  return { value: rounded(value), unit, limit, holds: value >= limit };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? Number.NaN)
    : ((sorted[middle - 1] ?? Number.NaN) + (sorted[middle] ?? Number.NaN)) / 2;
}

function rounded(value: number): number {
  return Number(value.toPrecision(3));
}

const NAME_WIDTH = 58;

export function rowOf(name: string, { value, unit, limit, holds }: Figure): string {
  const bound = limit === undefined ? "" : `  (limit ${limit})${holds ? "" : "  DOES NOT HOLD"}`;
  return `${name.padEnd(NAME_WIDTH)}  ${String(value).padStart(8)} ${unit}${bound}`;
}
