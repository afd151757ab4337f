/** What is given wrongly to a command of the owner: one sentence names where it was given, why it will not do, what next. */

import { expect, setDefaultTimeout, test } from "bun:test";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { hearthgate, home } from "./owner-home.ts";

setDefaultTimeout(60_000);

test("files and JSON that are none", async () => {
  const at = home();
  const [half, form, folder] = [join(at, "half.json"), join(at, "form.json"), join(at, "folder")];
  writeFileSync(half, '{"name":"x');
  writeFileSync(form, '{"name":"Kid","expires_at":"never","access":{"read":["light.*"]}}');
  mkdirSync(folder);
  const said = async (...words: string[]) => {
    const { code, err } = await hearthgate(at, words);
    expect(code).toBe(78);
    return err;
  };
  expect((await hearthgate(at, ["grants", "create", "--from", form])).code).toBe(0);
  expect(await said("grants", "create", "--from", half)).toContain("--from is not one whole JSON object");
  expect(await said("grants", "create", "--from", join(at, "none"))).toContain("there is no such file");
  expect(await said("grants", "create", "--from", folder)).toContain("it is a folder");
  expect(await said("grants", "restrict", "Kid", "add", '{"id"')).toContain(
    "JSON is not one whole JSON object",
  );
  expect(await said("grants", "test", half)).toContain("FILE is not one whole JSON object");
  const ceiling = await said("grants", "ceiling", "set", form);
  expect(ceiling).toContain("The ceiling was not saved");
  expect(ceiling).not.toContain("The grant was");
});
