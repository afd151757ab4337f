/** `npm run bench:search`: how well the search finds what sentences mean, as one JSON line. */

import { readCaseHomes } from "./cases.ts";
import { judgeSearch } from "./judge.ts";

const homes = readCaseHomes(process.env["SEARCH_CASES"]);
if (!homes) throw new Error("There are no cases: name a file in SEARCH_CASES.");
console.log(JSON.stringify(await judgeSearch(homes)));
