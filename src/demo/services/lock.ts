/** The services of locks and alarm panels. */

import { invalidValue } from "../world/fault.ts";
import type { Entity, World } from "../world/world.ts";
import { words } from "./fields.ts";
import { type Data, entityService, type Service } from "./service.ts";

type Table = Readonly<Record<string, Service>>;

/** `LockEntityFeature`. */
export const lockFeature = { open: 1 } as const;

const code = { code: words({ example: 1234 }) };

/** The state in between is there at once; the final one and the result come together when the bolt has moved. */
function turn(through: string, to: string): NonNullable<Service["onEntity"]> {
  return async (world, lock) => {
    world.write(lock, through);
    await world.ticker.sleep(world.lockMs);
    world.write(lock, to);
  };
}

export const lockServices: Table = {
  unlock: entityService("lock", undefined, code, turn("unlocking", "unlocked")),
  lock: entityService("lock", undefined, code, turn("locking", "locked")),
  open: entityService("lock", [lockFeature.open], code, turn("opening", "open")),
};

/** `AlarmControlPanelEntityFeature`. */
export const alarmFeature = { home: 1, away: 2, night: 4, trigger: 8, bypass: 16, vacation: 32 } as const;

const armingMs = 30_000;
const panelCode = { code: words({ example: "1234" }) };

function checkCode(panel: Entity, data: Data): void {
  const right = panel.memory["code"];
  if (right !== undefined && data["code"] !== right)
    throw invalidValue("invalid_code", "manual", "invalid_code");
}

function arm(to: string): NonNullable<Service["onEntity"]> {
  return (world, panel, data) => {
    checkCode(panel, data);
    const before = world.states.get(panel.id)?.state;
    if (before === to) return;
    panel.cancel?.();
    world.write(panel, "arming", { previous_state: before, next_state: to });
    panel.cancel = world.ticker.after(armingMs, () => settle(world, panel, to));
  };
}

function settle(world: World, panel: Entity, to: string): void {
  panel.cancel?.();
  panel.cancel = undefined;
  world.write(panel, to, { previous_state: null, next_state: null });
}

function panelService(mask: number | undefined, act: NonNullable<Service["onEntity"]>): Service {
  return entityService("alarm_control_panel", mask === undefined ? undefined : [mask], panelCode, act);
}

export const alarmServices: Table = {
  alarm_disarm: panelService(undefined, (world, panel, data) => {
    checkCode(panel, data);
    settle(world, panel, "disarmed");
  }),
  alarm_arm_home: panelService(alarmFeature.home, arm("armed_home")),
  alarm_arm_away: panelService(alarmFeature.away, arm("armed_away")),
  alarm_arm_night: panelService(alarmFeature.night, arm("armed_night")),
  alarm_arm_vacation: panelService(alarmFeature.vacation, arm("armed_vacation")),
  alarm_arm_custom_bypass: panelService(alarmFeature.bypass, arm("armed_custom_bypass")),
  alarm_trigger: panelService(alarmFeature.trigger, (world, panel) => settle(world, panel, "triggered")),
};
