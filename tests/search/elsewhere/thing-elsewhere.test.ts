/** What is not in a home is not answered with what else is in that place, or is called nearly so. */

import { expect, test } from "bun:test";
import { searched } from "../languages/searched.ts";
import { searchIn, things } from "../small-home.ts";

test("in Chinese a thing stands behind a place and a small word, and a long word before it is where", async () => {
  const find = await searched(
    "zh-Hans",
    {
      "component.light.title": "灯",
      "component.cover.title": "卷帘",
      "component.cover.services.open_cover.name": "打开卷帘",
      "component.light.services.turn_off.name": "关闭灯",
    },
    [
      ["light.a", "客厅主灯", "客厅"],
      ["cover.b", "客厅窗帘", "客厅"],
      ["light.c", "主卧灯", "主卧"],
    ],
  );
  for (const absent of ["客厅的打印机", "打开主卧的洗衣机", "客厅的电饭煲", "打开主卧的洗碗机"])
    expect([absent, ...find(absent)]).toEqual([absent, "none", undefined]);
  for (const absent of ["健身房窗帘", "打开健身房窗帘"])
    expect([absent, ...find(absent)]).toEqual([absent, "none", undefined]);
  expect(find("客厅窗帘")).toEqual(["exact", "cover.b"]);
  expect(find("客厅的灯")).toEqual(["close", "light.a"]);
  expect(find("把主卧的灯关掉")).toEqual(["close", "light.c"]);
});

test("what nobody knows and begins what is said of a place is a thing", async () => {
  const spanish = await searched(
    "es",
    { "component.light.title": "Luz", "component.light.services.turn_on.name": "Encender luz" },
    [
      ["light.a", "Fluorescente", "Cocina"],
      ["light.b", "Flexo", "Despacho"],
    ],
  );
  for (const absent of ["secadora en la cocina", "lava vajillas en la cocina"])
    expect([absent, ...spanish(absent)]).toEqual([absent, "none", undefined]);
  expect(spanish("encender en la cocina")).toEqual(["close", "light.a"]);
  expect(spanish("flexo en el despacho")).toEqual(["exact", "light.b"]);
  const italian = await searched("it", { "component.light.title": "Luce" }, [["light.a", "Acme", "Cucina"]]);
  // how much is no article, in a language of which Home Assistant says no deeds
  expect(italian("spegni tutto in cucina")).toEqual(["close", "light.a"]);
  const german = await searched(
    "de",
    { "component.light.title": "Licht", "component.light.services.turn_on.name": "Licht einschalten" },
    [
      ["light.a", "Leseecke", "Stall"],
      ["switch.b", "Stalllüfter", "Stall"],
    ],
  );
  expect(german("Gefrierschrank in dem Stall")[0]).toBe("none");
  expect(german("Lüfter in dem Stall")[0]).toBe("close");
});

test("a curtain is no window, though a blind may hang in one", async () => {
  const { ask, find } = await searchIn({
    areas: { lounge: "Lounge", study: "Study" },
    entities: things(`
      cover.a Lounge Curtains @lounge :curtain
      cover.b Study Left @study :blind
    `),
  });
  expect(ask("open the window in the lounge").match).toBe("none");
  expect(find("study window")).toEqual(["cover.b"]);
  expect(find("lounge curtain")).toEqual(["cover.a"]);
  const japanese = await searched(
    "ja",
    {
      "component.light.title": "照明",
      "component.cover.entity_component.curtain.name": "カーテン",
      "component.binary_sensor.entity_component.window.name": "窓",
    },
    [["cover.a", "居間のカーテン", "居間", "curtain"]],
    {
      "component.cover.entity_component.curtain.name": "Curtain",
      "component.binary_sensor.entity_component.window.name": "Window",
    },
  );
  expect(japanese("居間の窓を開けて")[0]).toBe("none");
  expect(japanese("居間のカーテンを開けて")).toEqual(["close", "cover.a"]);
});

test("a person's name is the beginning of no other word", async () => {
  const { ask, find } = await searchIn({
    areas: { cabin: "Cabin" },
    entities: things(`
      person.bert Bert
      light.berth Berth Reading @cabin
    `),
  });
  expect(ask("Bert's lamp").match).toBe("none");
  expect(find("ber lamp")).toEqual(["light.berth"]);
  expect(find("Bert")).toEqual(["person.bert"]);
});

test("what is done to things is not done where a place is called so", async () => {
  const { ask, find } = await searchIn({
    floors: { up: "Upper Deck", low: "Lower Deck" },
    floorOf: { sun: "up", galley: "low" },
    areas: { sun: "Sun Deck", galley: "Galley" },
    entities: things(`
      cover.sunshade Sunshade @sun :awning
      light.galley Worktop @galley
    `),
  });
  expect(ask("lower deck awning").match).toBe("none");
  expect(find("lower the awning")).toEqual(["cover.sunshade"]);
  expect(find("lower deck lights")).toEqual(["light.galley"]);
});

test("in English what nobody knows before a word of a name, where that has another, is another thing", async () => {
  const { ask, find } = await searchIn({
    entities: things(`
      sensor.tank Fresh Water Tank
      switch.pump Bilge Pump
    `),
  });
  expect(ask("diesel tank").match).toBe("none");
  expect(find("fresh water tank")).toEqual(["sensor.tank"]);
  expect(find("tank")).toEqual(["sensor.tank"]);
  expect(find("quickly run the bilge pump")).toEqual(["switch.pump"]);
});

test("in German a noun at the end, behind one that things here are told apart by more than, tells another", async () => {
  const capitals = Object.fromEntries(
    Array.from({ length: 6 }, (_, at) => [`component.light.services.do${at}.name`, "Das Licht"]),
  );
  const find = await searched("de", { ...capitals, "component.light.title": "Licht" }, [
    ["climate.kind", "Heizung Kinderzimmer", "Kinderzimmer"],
    ["cover.rollo", "Rollo", "Kinderzimmer"],
  ]);
  for (const absent of ["Heizung im Keller", "Heizung von Oma"])
    expect([absent, find(absent)[0]]).toEqual([absent, "none"]);
  expect(find("Heizung im Kinderzimmer")).toEqual(["exact", "climate.kind"]);
  expect(find("Rollo zur Hälfte")[1]).toBe("cover.rollo");
  expect(find("Heizung auf Stufe 3")[1]).toBe("climate.kind");
});

test("what is said to be found is in the answer", async () => {
  const { ask } = await searchIn({
    areas: { saloon: "Saloon" },
    entities: things(`
      scene.movie Movie
      light.saloon Spots @saloon
      media_player.a Fusion Stereo @saloon
    `),
  });
  for (const text of ["movie lamp", "movie", "spots lamp", "movie speaker"]) {
    const { match, hits } = ask(text);
    expect([text, match === "none"]).toEqual([text, hits.length === 0]);
  }
});

test("a room whose name has the stem of a state is a room, where it is one of two", async () => {
  const words = {
    "component.light.title": "Luce",
    "component.cover.entity_component.window.name": "Finestra",
    "component.binary_sensor.entity_component.moisture.state.on": "Bagnato",
  };
  const find = await searched(
    "it",
    words,
    [
      ["light.a", "Acme 1", "Bagno grande"],
      ["light.b", "Acme 2", "Bagno di servizio"],
      ["light.c", "Acme 3", "Sala"],
      ["cover.d", "Acme 4", "Sala", "window"],
    ],
    {
      "component.cover.entity_component.window.name": "Window",
      "component.binary_sensor.entity_component.moisture.state.on": "Wet",
    },
  );
  expect(find("finestra del bagno")[0]).toBe("none");
  expect(find.all("luci del bagno").sort()).toEqual(["light.a", "light.b"]);
  expect(find("finestra della sala")).toEqual(["close", "cover.d"]);
});

test("a place that is here is no place like it", async () => {
  const { ask, find } = await searchIn({
    areas: { patio: "Patio", porch: "Porch", hall: "Hall" },
    entities: things(`
      light.lantern Lantern @porch
      cover.awning Awning @patio :awning
      light.hall Ceiling @hall
    `),
  });
  for (const absent of ["turn off the lantern on the patio", "close the awning on the porch", "patio lights"])
    expect([absent, ask(absent).match]).toEqual([absent, "none"]);
  expect(find("porch lantern")).toEqual(["light.lantern"]);
  expect(find("balcony awning")).toEqual(["cover.awning"]);
  expect(find("corridor light")).toEqual(["light.hall"]);
});

test("in English a word of another thing's name, before what a thing is called alone, tells another of its kind", async () => {
  const { ask, find } = await searchIn({
    areas: { attic: "Attic", den: "Den" },
    entities: things(`
      cover.side Side Gate @den :gate
      light.dinosaur Dinosaur Lamp @den
      binary_sensor.window Window @attic :window
      climate.radiator Radiator @attic
      sensor.temperature Temperature @attic :temperature
      switch.kettle Kettle @den
    `),
  });
  for (const absent of ["side window", "dinosaur radiator", "kettle temperature", "is the side window open"])
    expect(ask(absent).match).toBe("none");
  expect(find("attic window")).toEqual(["binary_sensor.window"]);
  expect(find("radiator temperature")[0]).toBe("climate.radiator");
  expect(find("turn the radiator up")[0]).toBe("climate.radiator");
});

test("what is said of a room is nothing of a thing that is called like another word for it", async () => {
  const { ask, find } = await searchIn({
    areas: { front: "Front Room", attic: "Attic" },
    entities: things(`
      input_boolean.guests Guests Staying
      calendar.family Family Calendar
      climate.radiator Radiator @attic
      light.lamp Standard Lamp @front
      media_player.tv Great Room TV
    `),
  });
  expect(ask("spare room radiator").match).toBe("none");
  expect(find("lounge")).not.toContain("calendar.family");
  expect(find("lounge lamp")).toEqual(["light.lamp"]);
  expect(find("family calendar")).toEqual(["calendar.family"]);
  const { find: findIn } = await searchIn({
    areas: { guest: "Guest Room" },
    entities: things("climate.radiator Radiator @guest"),
  });
  expect(findIn("spare room radiator")).toEqual(["climate.radiator"]);
});
