/** Colours of light, converted as Home Assistant's `util/color.py` defines them. */

export type Triple = readonly [number, number, number];
export type Pair = readonly [number, number];

const round = (value: number, digits: number): number => Number(value.toFixed(digits));

/** A black body's colour; unrounded (Tanner Helland's fit). */
export function kelvinToRgb(kelvin: number): Triple {
  const t = Math.min(40_000, Math.max(1000, kelvin)) / 100;
  const cap = (value: number): number => Math.min(255, Math.max(0, value));
  const red = t <= 66 ? 255 : cap(329.698727446 * (t - 60) ** -0.1332047592);
  const green =
    t <= 66
      ? cap(99.4708025861 * Math.log(t) - 161.1195681661)
      : cap(288.1221695283 * (t - 60) ** -0.0755148492);
  if (t >= 66) return [red, green, 255];
  const blue = t <= 19 ? 0 : cap(138.5177312231 * Math.log(t - 10) - 305.0447927307);
  return [red, green, blue];
}

export function rgbToHs([red, green, blue]: Triple): Pair {
  const max = Math.max(red, green, blue);
  const span = max - Math.min(red, green, blue);
  if (span === 0) return [0, 0];
  let hue = 4 + (red - green) / span;
  if (max === red) hue = ((green - blue) / span + 6) % 6;
  else if (max === green) hue = 2 + (blue - red) / span;
  return [round(hue * 60, 3), round((span / max) * 100, 3)];
}

export function hsToRgb([hue, saturation]: Pair): Triple {
  const part = (offset: number): number => {
    const k = (offset + hue / 60) % 6;
    return Math.round(255 * (1 - (saturation / 100) * Math.max(0, Math.min(k, 4 - k, 1))));
  };
  return [part(5), part(3), part(1)];
}

/** Colour space of Philips Hue's gamut-free "wide RGB D65" conversion. */
export function rgbToXy(rgb: Triple): Pair {
  const [red, green, blue] = rgb.map((value) => {
    const part = value / 255;
    return part > 0.04045 ? ((part + 0.055) / 1.055) ** 2.4 : part / 12.92;
  }) as unknown as Triple;
  const x = red * 0.664511 + green * 0.154324 + blue * 0.162028;
  const y = red * 0.283881 + green * 0.668433 + blue * 0.047685;
  const z = red * 0.000088 + green * 0.07231 + blue * 0.986039;
  const sum = x + y + z;
  return sum === 0 ? [0, 0] : [round(x / sum, 3), round(y / sum, 3)];
}

export function xyToRgb([x, y]: Pair): Triple {
  if (y === 0) return [0, 0, 0];
  const wide: Triple = [x / y, 1, (1 - x - y) / y];
  const linear = [
    wide[0] * 1.656492 - wide[1] * 0.354851 - wide[2] * 0.255038,
    -wide[0] * 0.707196 + wide[1] * 1.655397 + wide[2] * 0.036152,
    wide[0] * 0.051713 - wide[1] * 0.121364 + wide[2] * 1.01153,
  ].map((part) => {
    const positive = Math.max(0, part);
    return positive <= 0.0031308 ? 12.92 * positive : 1.055 * positive ** (1 / 2.4) - 0.055;
  });
  const largest = Math.max(1, ...linear);
  return linear.map((part) => Math.round((part / largest) * 255)) as unknown as Triple;
}

/** Some of the names of CSS; any other name means white, as in Home Assistant. */
const named: Readonly<Record<string, Triple>> = {
  white: [255, 255, 255],
  red: [255, 0, 0],
  green: [0, 128, 0],
  blue: [0, 0, 255],
  yellow: [255, 255, 0],
  orange: [255, 165, 0],
  purple: [128, 0, 128],
  pink: [255, 192, 203],
  turquoise: [64, 224, 208],
  cyan: [0, 255, 255],
  magenta: [255, 0, 255],
  lime: [0, 255, 0],
  gold: [255, 215, 0],
  coral: [255, 127, 80],
  violet: [238, 130, 238],
  salmon: [250, 128, 114],
  navy: [0, 0, 128],
};

export const colourNames: readonly string[] = Object.keys(named);

export function namedColour(name: string): Triple {
  return named[name.toLowerCase().replaceAll(" ", "")] ?? [255, 255, 255];
}
