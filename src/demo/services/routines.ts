/** The services of scenes, scripts and automations: what runs other services. */

import { anything } from "../world/checks.ts";
import { joinAll } from "../world/joined.ts";
import type { AutomationConfig, SceneConfig, ScriptConfig, Step } from "../world/routine.ts";
import type { Context } from "../world/states.ts";
import { isoTime } from "../world/ticker.ts";
import { type Entity, newEntity, type World } from "../world/world.ts";
import { entities, flag, object, required, seconds, untold, words } from "./fields.ts";
import { type Call, type Data, entityService, plainService, type Service } from "./service.ts";

type Table = Readonly<Record<string, Service>>;

/** Runs a service as a step of something, with the caller's rights. */
type Run = Call["run"];

const delayForm = /^(\d+):(\d+):(\d+)$/;

function delayMs(delay: string): number {
  const [, hours = "0", minutes = "0", rest = "0"] = delayForm.exec(delay) ?? [];
  return ((Number(hours) * 60 + Number(minutes)) * 60 + Number(rest)) * 1000;
}

/** The run of one sequence from one step on; a promise only when something takes time. */
function runSteps(
  world: World,
  steps: readonly Step[],
  run: Run,
  entity: Entity,
  variables: Data = {},
): unknown {
  const [step, ...rest] = steps;
  if (!step) return undefined;
  const known = { ...variables, ...step.variables };
  if (step.stop !== undefined) {
    return step.response_variable === undefined ? undefined : known[step.response_variable];
  }
  const goOn = (): unknown => runSteps(world, rest, run, entity, known);
  if (step.delay !== undefined) {
    world.write(entity, "on", { last_action: `delay ${step.delay.replace(/^0(\d)/, "$1")}` });
    // Turned off meanwhile: the rest is not run.
    return pause(world, entity, delayMs(step.delay)).then(() => (entity.cancel ? goOn() : undefined));
  }
  if (step.action === undefined) return goOn();
  const [domain = "", service = ""] = step.action.split(".");
  const done = run(domain, service, { ...step.data, ...step.target });
  return done instanceof Promise ? done.then(goOn) : goOn();
}

/** Ends after `ms`, or at once when the script is turned off (`cancel` is then undefined). */
function pause(world: World, entity: Entity, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const forget = world.ticker.after(ms, resolve);
    entity.cancel = () => {
      forget();
      entity.cancel = undefined;
      resolve();
    };
  });
}

function runScript(world: World, entity: Entity, config: ScriptConfig, call: Call): unknown {
  const running = world.states.get(entity.id)?.attributes["current"];
  // Mode "single": a second call is answered at once, with a warning in the log.
  if (running !== 0) return undefined;
  world.touch(entity, call.context);
  const at = isoTime(world.ticker.seconds());
  world.write(entity, "on", { last_triggered: at, current: 1 });
  entity.cancel = () => {
    entity.cancel = undefined;
  };
  return lastly(
    () => runSteps(world, config.sequence, call.run, entity),
    () => {
      entity.cancel = undefined;
      world.write(entity, "off", { current: 0, last_action: undefined });
    },
  );
}

/** Runs `end` after `start`, however that ends and however long it takes. */
function lastly(start: () => unknown, end: () => void): unknown {
  let result: unknown;
  try {
    result = start();
  } catch (thrown) {
    end();
    throw thrown;
  }
  if (result instanceof Promise) return result.finally(end);
  end();
  return result;
}

/** Lets something run that nobody waits for; what fails in it is only in Home Assistant's log. */
function letRun(start: () => unknown): void {
  try {
    const result = start();
    if (result instanceof Promise) result.catch(() => undefined);
  } catch {
    // Only in the log.
  }
}

/** `script.<name>` waits for the end; `script.turn_on` does not. */
export function scriptServices(scripts: Readonly<Record<string, ScriptConfig>>): Table {
  const configOf = (entity: Entity): ScriptConfig | undefined => scripts[String(entity.memory["key"])];
  const start = (world: World, entity: Entity, call: Call): void => {
    const config = configOf(entity);
    if (config) letRun(() => runScript(world, entity, config, call));
  };
  const named = Object.entries(scripts).map(([key, config]) => [
    key,
    plainService(
      Object.fromEntries(
        Object.entries(config.fields ?? {}).map(([name, wire]) => [name, { wire, check: anything }]),
      ),
      (world, call) => {
        const entity = world.entities.get(`script.${key}`);
        return entity ? runScript(world, entity, config, call) : undefined;
      },
      { open: true, response: { optional: true }, name: config.alias, description: config.description ?? "" },
    ),
  ]);
  return {
    ...(Object.fromEntries(named) as Table),
    reload: plainService({}, () => undefined, { admin: true }),
    turn_on: entityService(
      "script",
      undefined,
      { variables: untold(object()) },
      (world, entity, _data, call) => start(world, entity, call),
    ),
    turn_off: entityService("script", undefined, {}, (world, entity, _data, call) => {
      world.touch(entity, call.context);
      entity.cancel?.();
      // The script ends before the answer goes out.
      return Promise.resolve().then(() => undefined);
    }),
    toggle: entityService("script", undefined, {}, (world, entity, _data, call) => {
      if (entity.cancel) entity.cancel();
      else start(world, entity, call);
    }),
  };
}

/** What a scene asks of one entity, as a service call. */
function asCall(entityId: string, wanted: Data | string): readonly [string, string, Data] {
  const domain = entityId.split(".")[0] ?? "";
  const { state, ...attributes } = typeof wanted === "string" ? { state: wanted } : wanted;
  const data = { ...attributes, entity_id: entityId };
  if (domain === "cover")
    return [domain, state === "closed" ? "close_cover" : "open_cover", { entity_id: entityId }];
  if (domain === "climate") return [domain, "set_hvac_mode", { hvac_mode: state, entity_id: entityId }];
  if (domain === "input_select") return [domain, "select_option", { option: state, entity_id: entityId }];
  if (state === "off") return [domain, "turn_off", { entity_id: entityId }];
  return [domain, "turn_on", data];
}

function applyScene(wanted: SceneConfig["entities"], run: Run): unknown {
  return joinAll(
    Object.entries(wanted).map(
      ([entityId, state]) =>
        () =>
          run(...asCall(entityId, state)),
    ),
    () => undefined,
  );
}

export function sceneServices(scenes: Record<string, SceneConfig>): Table {
  return {
    reload: plainService({}, () => undefined, { admin: true }),
    apply: plainService({ entities: required(object()), transition: seconds() }, (_world, call) =>
      applyScene(call.data["entities"] as SceneConfig["entities"], call.run),
    ),
    turn_on: entityService("scene", undefined, { transition: seconds() }, (world, entity, _data, call) => {
      world.write(entity, isoTime(world.ticker.seconds()));
      const scene = scenes[String(entity.memory["key"])];
      return scene ? applyScene(scene.entities, call.run) : undefined;
    }),
    delete: entityService("scene", undefined, {}, () => undefined),
    create: plainService(
      { scene_id: required(words()), entities: object(), snapshot_entities: entities(true) },
      (world, call) => createScene(world, scenes, call),
    ),
  };
}

function createScene(world: World, scenes: Record<string, SceneConfig>, call: Call): void {
  const key = String(call.data["scene_id"]);
  const entities: Record<string, Data | string> = {
    ...(call.data["entities"] as SceneConfig["entities"] | undefined),
  };
  for (const id of (call.data["snapshot_entities"] as readonly string[] | undefined) ?? []) {
    const state = world.states.get(id);
    if (state) entities[id] = state.state;
  }
  scenes[key] = { name: key, entities };
  const id = `scene.${key}`;
  if (world.entities.has(id)) return;
  world.entities.set(id, newEntity(id, { memory: { key } }));
  world.states.set(
    id,
    "unknown",
    { entity_id: Object.keys(entities), friendly_name: key },
    world.states.context(),
  );
}

/** Starts the actions of an automation; nobody waits for them, nobody's rights are asked. */
export type StartAutomation = (entity: Entity, cause: Context) => void;

export function automationStarter(
  world: World,
  automations: Readonly<Record<string, AutomationConfig>>,
  runAs: (context: Context) => Run,
): StartAutomation {
  return (entity, cause) => {
    const config = automations[String(entity.memory["key"])];
    if (!config) return;
    const context = world.states.context(null, cause.id);
    const state = world.states.get(entity.id)?.state ?? "on";
    const [trigger] = config.triggers;
    const source = trigger ? `state of ${trigger.entity_id}` : "";
    world.fire("automation_triggered", { name: config.alias, entity_id: entity.id, source }, context);
    world.touch(entity, context);
    world.write(entity, state, { last_triggered: isoTime(world.ticker.seconds()), current: 1 });
    letRun(() =>
      lastly(
        () => runSteps(world, config.actions, runAs(context), entity),
        () => world.write(entity, world.states.get(entity.id)?.state ?? state, { current: 0 }),
      ),
    );
  };
}

export function automationServices(start: StartAutomation): Table {
  const set =
    (state: "on" | "off"): NonNullable<Service["onEntity"]> =>
    (world, entity) =>
      world.write(entity, state);
  return {
    trigger: entityService(
      "automation",
      undefined,
      { skip_condition: flag({ default: true }) },
      (_world, entity, _data, call) => start(entity, call.context),
    ),
    toggle: entityService("automation", undefined, {}, (world, entity, data, call) =>
      set(world.states.get(entity.id)?.state === "on" ? "off" : "on")(world, entity, data, call),
    ),
    turn_on: entityService("automation", undefined, {}, set("on")),
    turn_off: entityService("automation", undefined, { stop_actions: flag({ default: true }) }, set("off")),
    reload: plainService({}, () => undefined, { admin: true }),
  };
}
