/** `bun run scripts/parity.ts [--full] [--seed N]`: two implementations of the grant evaluation on random cases. */

import type { Answer } from "../tests/parity/answer.ts";
import { compare, type Difference } from "../tests/parity/compare.ts";
import { WIDE } from "../tests/parity/generate.ts";

const SHOWN = 10;

function option(name: string): string | undefined {
  const at = process.argv.indexOf(name);
  return at < 0 ? undefined : process.argv[at + 1];
}

function fail(message: string): never {
  console.error(message);
  process.exit(2);
}

function withoutEmpty(fields: object): object {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) =>
      Array.isArray(value)
        ? value.length > 0
        : value !== undefined && (typeof value !== "object" || Object.keys(value).length > 0),
    ),
  );
}

function print({ triple, first, second }: Difference): void {
  const { grant, request, ceiling, home, now } = triple;
  const { access, gates, indirect, pinned, target_mode, data_keys, data_limits, restrictions, network } =
    grant;
  const shown = {
    ...{ access: withoutEmpty(access), gates, indirect, pinned, target_mode },
    ...{ data_keys, data_limits, restrictions, network },
  };
  const text = JSON.stringify([request, shown]);
  console.log(`grant    ${JSON.stringify(withoutEmpty(shown))}`);
  if (ceiling !== WIDE) console.log(`ceiling  ${JSON.stringify(withoutEmpty(ceiling))}`);
  console.log(`request  ${JSON.stringify(request)} at ${new Date(now).toISOString()}`);
  for (const entity of home.entities)
    if (text.includes(entity.id) || entity.attributes["entity_id"])
      console.log(`entity   ${JSON.stringify(entity)}`);
  console.log(`areas    ${JSON.stringify(home.areas)}`);
  console.log(`devices  ${JSON.stringify(home.devices)}`);
  console.log(`first    ${JSON.stringify(first)}`);
  console.log(`second   ${JSON.stringify(second)}\n`);
}

const seed = Number(option("--seed") ?? Math.floor(Math.random() * 2 ** 31));
if (!Number.isInteger(seed)) fail("parity: --seed takes a whole number");
const count = process.argv.includes("--full") ? 200_000 : 20_000;
console.log(`seed ${seed}, ${count} cases`);
const started = performance.now();
const tally = compare(seed, count);
for (const difference of tally.differences.slice(0, SHOWN)) print(difference);
const told = (answer: Answer): string => (answer.kind === "deny" ? answer.code : answer.kind);
const classes = new Map<string, number>();
for (const { first, second } of tally.differences) {
  const name = `${told(first)} / ${told(second)}`;
  classes.set(name, (classes.get(name) ?? 0) + 1);
}
for (const [name, times] of classes) console.log(`differs  ${name}: ${times}`);
for (const [kind, times] of Object.entries(tally.kinds))
  console.log(`${kind.padEnd(5)} ${times} (${((times / count) * 100).toFixed(1)} %)`);
console.log(`${((performance.now() - started) / 1000).toFixed(1)} s`);
const failed = tally.differences.length;
console.log(`${count - failed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);
