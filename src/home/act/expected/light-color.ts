/** Colours of light in the forms that lights turn them into. */

/** White of a temperature as red, green, blue: Tanner Helland's approximation, which Home Assistant mixes by. */
export function rgbOfKelvin(kelvin: number): readonly number[] {
  const hundreds = Math.min(40_000, Math.max(1_000, kelvin)) / 100;
  const red = hundreds <= 66 ? 255 : 329.698727446 * (hundreds - 60) ** -0.1332047592;
  const green =
    hundreds <= 66
      ? 99.4708025861 * Math.log(hundreds) - 161.1195681661
      : 288.1221695283 * (hundreds - 60) ** -0.0755148492;
  const blue =
    hundreds >= 66 ? 255 : hundreds <= 19 ? 0 : 138.5177312231 * Math.log(hundreds - 10) - 305.0447927307;
  return [red, green, blue].map((part) => Math.min(255, Math.max(0, part)));
}

/** Of a colour with one white beside it, as lights without that white show it. */
export function rgbOfRgbw([red = 0, green = 0, blue = 0, white = 0]: readonly number[]): readonly number[] {
  return asBright([red, green, blue, white], [red + white, green + white, blue + white]);
}

const COLDEST_KELVIN = 6_500;
const WARMEST_KELVIN = 2_000;

/** Of a colour with a cold and a warm white beside it: they mix to a temperature between the two, by mireds. */
export function rgbOfRgbww(
  [red = 0, green = 0, blue = 0, cold = 0, warm = 0]: readonly number[],
  warmest: number = WARMEST_KELVIN,
  coldest: number = COLDEST_KELVIN,
): readonly number[] {
  const share = cold + warm === 0 ? 0.5 : warm / (cold + warm);
  const mired = 1_000_000 / coldest + share * (1_000_000 / warmest - 1_000_000 / coldest);
  const white = rgbOfKelvin(1_000_000 / mired);
  const level = Math.max(cold, warm) / 255;
  const mixed = [red, green, blue].map((part, at) => part + (white[at] ?? 0) * level);
  return asBright([red, green, blue, cold, warm], mixed);
}

/** The same colour, as bright as the brightest of its parts was. */
function asBright(parts: readonly number[], rgb: readonly number[]): readonly number[] {
  const [most, now] = [Math.max(...parts), Math.max(...rgb)];
  return now === 0 ? rgb : rgb.map((part) => (part * most) / now);
}

/** 0 to 360 */
export function hueOf([red = 0, green = 0, blue = 0]: readonly number[]): number {
  const most = Math.max(red, green, blue);
  const range = most - Math.min(red, green, blue);
  if (range === 0) return 0;
  if (most === red) return (60 * (((green - blue) / range + 6) % 6)) % 360;
  return most === green ? 60 * ((blue - red) / range + 2) : 60 * ((red - green) / range + 4);
}

/** 0 to 100 */
export function saturationOf(rgb: readonly number[]): number {
  const most = Math.max(...rgb);
  return most === 0 ? 0 : (100 * (most - Math.min(...rgb))) / most;
}

/** Of hue and saturation, at full brightness. */
export function rgbOfHs([hue = 0, saturation = 0]: readonly number[]): readonly number[] {
  const part = (at: number) => {
    const turn = (at + hue / 60) % 6;
    return 255 * (1 - (saturation / 100) * Math.max(0, Math.min(turn, 4 - turn, 1)));
  };
  return [part(5), part(3), part(1)];
}
