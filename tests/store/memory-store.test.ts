import { memoryStore } from "../../src/store/memory-store.ts";
import { holdCountingLaws } from "./counting-laws.ts";
import { holdCounting } from "./counting-suite.ts";
import { holdStore, type OpenStore } from "./store-suite.ts";

const open: OpenStore = async (clock, bounds) => memoryStore(clock, bounds);

holdStore(open);
holdCounting(open);
holdCountingLaws(async (clock, count) => {
  const store = memoryStore(clock);
  return Array.from({ length: count }, () => store);
});
