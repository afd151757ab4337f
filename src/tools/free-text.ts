/** A field that people's words stand in: no id, no template, nothing that a program reads. */

import * as v from "valibot";

/** This very schema marks the field: the registry takes markup out of what comes in it. */
export const freeText = v.string();

/** Also of an optional one. */
export function isFreeText(schema: v.GenericSchema): boolean {
  return schema === freeText || ("wrapped" in schema && schema.wrapped === freeText);
}
