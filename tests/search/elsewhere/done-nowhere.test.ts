/** What is to be done with a place is done with what can be done so there, or with nothing. */

import { describe, expect, test } from "bun:test";
import { searchIn, things } from "../small-home.ts";

describe("where but a place is named, what is to be done says which things are meant", () => {
  const home = () =>
    searchIn({
      areas: { hall: "Hallway", kitchen: "Kitchen", living: "Living Room" },
      entities: things(`
        lock.hall Nuki @hall
        light.kitchen Signify @kitchen
        sensor.kitchen Aqara @kitchen :temperature
        media_player.living Sonos @living
      `),
    });

  test.each([
    ["turn off everything in the hallway", "a lock is locked, not turned off"],
    ["dim the hallway", "and has no brightness"],
    ["next track in the kitchen", "nothing plays there"],
    ["open the kitchen", "nothing opens there"],
  ])("%s is nothing: %s", async (text) => {
    expect((await home()).ask(text).match).toBe("none");
  });

  test.each([
    ["turn off the hallway", "turn off"],
    ["turn the hallway off", "turn off"],
    ["please turn everything in the hallway off", "turn off"],
    ["warm up the hallway", "warm up"],
    ["hallway turn off", "turn off"],
    ["water the hallway", "water"],
    ["dim the hallway", "dim"],
  ])("%s: it is %s that is not done there", async (text, unmet) => {
    expect((await home()).ask(text)).toMatchObject({ match: "none", unmet: [unmet] });
  });

  test.each([
    ["lock the hallway", "lock.hall"],
    ["dim the kitchen", "light.kitchen"],
    ["next track in the living room", "media_player.living"],
    ["is the kitchen too warm", "sensor.kitchen"],
  ])("%s is %s", async (text, id) => {
    expect((await home()).find(text)[0]).toBe(id);
  });
});
