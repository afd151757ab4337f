/** Whether the state keeps its promises to processes that are killed at random instants. */

import { crash, writerCommand } from "../tests/store/crash.ts";
import { mayTrace, traceWriter } from "../tests/store/processes/traced-writer.ts";
import { atLeast, atMost, type Figures } from "./figures.ts";

/** Half of the kills hit writers on Bun, half on Node. */
export async function measureCrash(kills: number): Promise<Figures> {
  const figures: Figures = {};
  for (const runtime of ["bun", "node"] as const) {
    const half = Math.ceil(kills / 2);
    const report = await crash(half, await writerCommand(runtime));
    for (const fault of report.faults) console.error(fault);
    figures[`crash ${runtime}, kills`] = atLeast(report.kills, "kills", half);
    figures[`crash ${runtime}, promises that were given`] = atLeast(report.promises, "rows", half);
    figures[`crash ${runtime}, promises that were broken`] = atMost(report.faults.length, "rows", 0);
  }
  return figures;
}

const TRACED_ROUNDS = 100;

/** What a person was told before the disk had it, as strace sees it. Throws where there is no strace. */
export async function measureFsync(): Promise<Figures> {
  if (!mayTrace()) throw new Error("there is no strace, or it may not look");
  const figures: Figures = {};
  for (const runtime of ["bun", "node"] as const) {
    const { acknowledged, early } = traceWriter(await writerCommand(runtime), TRACED_ROUNDS);
    figures[`fsync ${runtime}, acknowledged`] = atLeast(acknowledged, "answers", TRACED_ROUNDS * 2);
    figures[`fsync ${runtime}, acknowledged before the disk had it`] = atMost(early, "answers", 0);
  }
  return figures;
}
