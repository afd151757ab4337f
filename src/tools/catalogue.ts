/** Every tool, in the order hosts see them. */

import { haAccess } from "./ha-access.ts";
import { haAssist } from "./ha-assist.ts";
import { haCallService } from "./ha-call-service.ts";
import { haCamera } from "./ha-camera.ts";
import { haDiagnose } from "./ha-diagnose.ts";
import { haHistory } from "./ha-history.ts";
import { haOverview } from "./ha-overview.ts";
import { haRead } from "./ha-read.ts";
import { haSearch } from "./ha-search.ts";
import { haServices } from "./ha-services.ts";
import { haTemplate } from "./ha-template.ts";
import { haWait } from "./ha-wait.ts";
import type { AnyTool } from "./tool.ts";

export const CATALOGUE: readonly AnyTool[] = [
  haSearch,
  haRead,
  haOverview,
  haHistory,
  haCamera,
  haServices,
  haDiagnose,
  haWait,
  haTemplate,
  haCallService,
  haAssist,
  haAccess,
];
