/** `ha_camera`: what a camera sees now, as a picture. */

import * as v from "valibot";
import { defineTool } from "./tool.ts";

export const haCamera = defineTool({
  name: "ha_camera",
  title: "Camera",
  description: "The picture of a camera or image entity as it is now, scaled down to at most 1024 pixels.",
  effects: ["camera"],
  idempotent: true,
  input: v.strictObject({ id: v.string() }),
  output: v.strictObject({
    id: v.string(),
    name: v.optional(v.string()),
    taken: v.string(),
    mime_type: v.string(),
    bytes: v.number(),
    size: v.optional(v.string()),
  }),
  handle: ({ id }, { home }) => home.picture(id),
  text({ id, name, taken, mime_type, bytes, size }) {
    const what = [size, mime_type, `${Math.ceil(bytes / 1024)} kB`].filter(Boolean).join(", ");
    return `${name === undefined ? id : `${id} ${name}`} at ${taken}: ${what}`;
  },
});
