/** Home Assistant's `extract_from_target`, whole or not at all: half a list would act on half a room. */

import { unreadable } from "../hass-error.ts";
import type { WireExtracted } from "../wire.ts";
import { objectOf } from "../wire-values.ts";

/** HASS_REJECTED where a list is missing or holds what is no text. */
export function extractedFrom(answer: unknown): WireExtracted {
  const given = objectOf(answer);
  const list = (name: keyof WireExtracted): readonly string[] => {
    const texts = given[name];
    if (!Array.isArray(texts) || !texts.every((each) => typeof each === "string"))
      throw unreadable("what a target holds");
    return texts;
  };
  return {
    referenced_entities: list("referenced_entities"),
    missing_devices: list("missing_devices"),
    missing_areas: list("missing_areas"),
    missing_floors: list("missing_floors"),
    missing_labels: list("missing_labels"),
  };
}
