import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openSqliteStore } from "../../src/store/sqlite-store.ts";
import { holdCountingLaws } from "./counting-laws.ts";
import { holdCounting } from "./counting-suite.ts";
import { holdStore, type OpenStore } from "./store-suite.ts";

const newPath = () => join(mkdtempSync(join(tmpdir(), "hearthgate-store-")), "home", "state.db");
const open: OpenStore = (clock, bounds = {}) => openSqliteStore({ path: newPath(), clock, bounds });

holdStore(open);
holdCounting(open);
holdCountingLaws((clock, count) => {
  const path = newPath();
  return Promise.all(Array.from({ length: count }, () => openSqliteStore({ path, clock })));
});
