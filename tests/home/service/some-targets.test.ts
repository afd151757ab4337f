/** Data that only some of the targets take. */

import { describe, expect, test } from "bun:test";
import { checkAgainstDescription, faultsOfSome } from "../../../src/home/service/check.ts";
import { stateOf } from "../../security/grant/vector-home.ts";
import { gatewayWith, said, service } from "./described.ts";

describe("a value that only some targets take", () => {
  const set = service({ fields: { value: { selector: { text: {} } } } });
  const small = stateOf("number.small", { min: 1, max: 255 });
  const large = stateOf("number.large", { min: 1, max: 1_000 });
  const tiny = stateOf("number.tiny", { min: 1, max: 9 });
  const check = (value: unknown, targets: Parameters<typeof checkAgainstDescription>[3]) =>
    said(() => checkAgainstDescription("number.set_value", set, { value }, targets, gatewayWith({})));
  const some = (value: unknown, targets: Parameters<typeof faultsOfSome>[3]) =>
    Object.fromEntries(faultsOfSome("number.set_value", set, { value }, targets, gatewayWith({})));

  test("is refused by those alone", () => {
    expect(check(300, [small, large])).toBeUndefined();
    expect(some(300, [small, large])).toEqual({ "number.small": "value must be 1–255" });
    expect(some(3, [small, large])).toEqual({});
  });

  test("as by those that have no list where others have one", () => {
    const speed = service({ fields: { fan_speed: { selector: { text: {} } } } });
    const listed = stateOf("vacuum.a", { fan_speed_list: ["min", "max"] });
    const faults = (targets: Parameters<typeof faultsOfSome>[3]) =>
      Object.fromEntries(
        faultsOfSome("vacuum.set_fan_speed", speed, { fan_speed: "max" }, targets, gatewayWith({})),
      );
    expect(faults([listed, stateOf("vacuum.b", {})])).toEqual({ "vacuum.b": "it has no fan_speed" });
    expect(faults([stateOf("vacuum.b", {}), stateOf("vacuum.c", {})])).toEqual({});
    // what Home Assistant drops for such an entity keeps nobody from the rest
    const effect = service({ fields: { effect: { filter: { supported_features: [4] } } } });
    const lamps = [
      stateOf("light.a", { supported_features: 4, effect_list: ["x"] }),
      stateOf("light.b", { supported_features: 0 }),
    ];
    expect([
      ...faultsOfSome("light.turn_on", effect, { effect: "x" }, lamps, gatewayWith({})).keys(),
    ]).toEqual([]);
  });

  test("by all of them the call is refused, with whose limit is which", () => {
    expect(check(300, [small, tiny])).toBe(
      "INPUT_INVALID: number.set_value: number.small: value must be 1–255; number.tiny: value must be 1–9. | Nothing was sent.",
    );
    expect(check(300, [small])).toBe(
      "INPUT_INVALID: number.set_value: value must be 1–255. | Nothing was sent.",
    );
  });
});
