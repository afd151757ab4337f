/** Pictures of the packages, drawn from deploy/icon.svg. */

import sharp from "sharp";

const SOURCE = "deploy/icon.svg";
const CLEAR = { r: 0, g: 0, b: 0, alpha: 0 };

/** PNG with the icon in its middle. */
export async function writeIcon(file: string, width: number, height = width): Promise<void> {
  await sharp(SOURCE, { density: 300 })
    .resize(width, height, { fit: "contain", background: CLEAR })
    .png()
    .toFile(file);
}
