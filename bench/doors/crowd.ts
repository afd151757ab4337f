/** Many callers of one HTTP server at once, in a process of their own. */

export type Crowd = {
  readonly url: string;
  /** One a caller; null where none is wanted. */
  readonly tokens: readonly (string | null)[];
  readonly seconds: number;
  /** Ids that each call reads beside one of its own; absent: the bare server's constant. */
  readonly reads?: readonly string[];
};

/** `times` in ms, `wrong`: answers of somebody else's call. */
export type CrowdReport = { readonly times: number[]; errors: number; wrong: number };

/** On Node: Bun's own `fetch` leaves some of a hundred connections waiting for seconds. */
export async function runCrowd(runtime: string, crowd: Crowd): Promise<CrowdReport> {
  const child = Bun.spawn([runtime, "dist/bench/crowd-client.js"], {
    stdin: new Blob([JSON.stringify(crowd)]),
    stdout: "pipe",
    stderr: "inherit",
  });
  const said = await new Response(child.stdout).text();
  if ((await child.exited) !== 0) throw new Error("the crowd could not be measured");
  return JSON.parse(said);
}
