/** What the cameras of the house show: a picture drawn from nothing, PNG. */

import { crc32, deflateSync } from "node:zlib";

const WIDTH = 320;
const HEIGHT = 180;
const SIGNATURE = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);

/** Sky over grass; the sky is as light as the hour. */
export function gardenPicture(hour: number): Buffer {
  const light = Math.max(0.15, Math.sin((Math.PI * (hour - 5)) / 16));
  const rows = Buffer.alloc(HEIGHT * (1 + WIDTH * 3));
  for (let y = 0; y < HEIGHT; y++) {
    const isSky = y < HEIGHT * 0.55;
    for (let x = 0; x < WIDTH; x++) {
      const shade = isSky ? 1 - y / HEIGHT : 0.6 + 0.1 * Math.sin(x / 9 + y / 5);
      const [red, green, blue] = isSky ? [120, 180, 240] : [60, 130, 50];
      const at = y * (1 + WIDTH * 3) + 1 + x * 3;
      for (const [index, colour] of [red, green, blue].entries())
        rows[at + index] = Math.round((colour ?? 0) * shade * light);
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(WIDTH, 0);
  header.writeUInt32BE(HEIGHT, 4);
  // 8 bits of red, green and blue (W3C PNG, section 11.2.1)
  header.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    SIGNATURE,
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(rows)),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const whole = Buffer.alloc(body.length + 8);
  whole.writeUInt32BE(data.length, 0);
  body.copy(whole, 4);
  whole.writeUInt32BE(crc32(body), body.length + 4);
  return whole;
}
