/** A device class that a grant keeps back is no filter: the answer is the one for a class that nothing has. */

import { expect, test } from "bun:test";
import { startHost } from "../e2e/host.ts";
import { openSuite } from "../e2e/suite.ts";

const suite = openSuite();

test("a class finds nothing where it is kept back", async () => {
  const under = (access: object) =>
    startHost({ ...suite.home, grant: { name: "kept", access, expires_at: "never" } });
  const open = await under({ read: ["*"] });
  const kept = await under({ read: ["*"], exclude_attributes: { "*": ["device_class"] } });
  for (const args of [
    { device_class: ["garage"] },
    { device_class: ["GARAGE"], query: "door" },
    { device_class: ["window", "garage"], domain: ["cover"] },
  ]) {
    expect((await open.call("ha_search", args)).text).toContain("cover.");
    // what its name or the other filters find may be near, as for a class that nothing has
    const said = async (device_class: readonly string[]) => {
      const { text } = await kept.call("ha_search", { ...args, device_class });
      return text.replace(/(device_class:?) [\w, ]+?(?= here|\n)/g, "$1 …");
    };
    const told = await said(args.device_class);
    expect(told).toStartWith("none\n");
    expect(told).toBe(await said(args.device_class.map(() => "zzqx")));
  }
  await Promise.all([open.close(), kept.close()]);
});
