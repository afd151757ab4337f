/** A picture of a camera, as large as an answer may be. */

import { domainOf, isEntityId } from "../../core/entity-id.ts";
import { Failure } from "../../core/failure.ts";
import { isoInZone } from "../../core/local-time.ts";
import { cleanName } from "../../core/text.ts";
import type { Picture } from "../../hass/gateway.ts";
import type { PictureAnswer } from "../home.ts";
import type { Looking } from "../see/open-sight.ts";
import { permitLook } from "../see/permit-reading.ts";
import { zoneOf } from "../see/said.ts";
import { nameOf } from "../see/sight.ts";

/** Of the longer side: more shows a model nothing more. */
const MOST_PIXELS = 1_024;
const MOST_BYTES = 1024 * 1024;
const QUALITY = 75;
const PICTURED: ReadonlySet<string> = new Set(["camera", "image"]);
const SHOWN_TYPES = new Set(["image/jpeg", "image/png", "image/gif", "image/webp"]);

/** INPUT_INVALID for the id of something else; NOT_FOUND, PERMISSION_DENIED by the grant; HASS_REJECTED when there is none, or it is too large to be shown as it is. */
export async function takePicture(text: string, looking: Looking): Promise<PictureAnswer> {
  const { gateway, clock } = looking.deciding;
  const asId = text.trim().toLowerCase();
  if (isEntityId(asId) && !PICTURED.has(domainOf(asId)))
    throw new Failure("INPUT_INVALID", `${cleanName(asId)} is neither a camera nor an image.`, {
      hint: 'ha_search {"domain": ["camera", "image"]} lists those; ha_read tells states.',
    });
  const { ids, sight } = await permitLook("camera", [text], looking);
  const [id = ""] = ids;
  const picture = await shown(await gateway.picture(id));
  const name = sight.sees(id) ? cleanName(nameOf(gateway, id)) : id;
  return {
    id,
    ...(name === id ? {} : { name }),
    taken: isoInZone(clock.now(), zoneOf(gateway)),
    mime_type: picture.mimeType,
    bytes: picture.bytes.length,
    ...(picture.size === undefined ? {} : { size: picture.size }),
    picture: { data: picture.bytes.toString("base64"), mimeType: picture.mimeType },
  };
}

type Shown = Picture & { readonly size?: string };

async function shown(picture: Picture): Promise<Shown> {
  const sharp = await scaler();
  if (sharp === undefined) {
    if (picture.bytes.length <= MOST_BYTES && SHOWN_TYPES.has(picture.mimeType)) return picture;
    throw new Failure(
      "HASS_REJECTED",
      `The picture (${picture.mimeType}, ${Math.round(picture.bytes.length / 1024)} kB) cannot be made smaller here.`,
      { hint: "The owner can install sharp beside hearthgate (npm install sharp), which scales it." },
    );
  }
  try {
    const { data, info } = await sharp(picture.bytes, { limitInputPixels: 100_000_000, failOn: "none" })
      .rotate()
      .resize(MOST_PIXELS, MOST_PIXELS, { fit: "inside", withoutEnlargement: true })
      .flatten({ background: "white" })
      .jpeg({ quality: QUALITY })
      .toBuffer({ resolveWithObject: true });
    return { bytes: data, mimeType: "image/jpeg", size: `${info.width}×${info.height}` };
  } catch (cause) {
    throw new Failure("HASS_REJECTED", "What came as a picture cannot be read as one.", {
      hint: "Look at the camera in Home Assistant.",
      cause,
    });
  }
}

/** A peer that need not be there. */
async function scaler() {
  try {
    return (await import("sharp")).default;
  } catch {
    return undefined;
  }
}
