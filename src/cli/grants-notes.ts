/** What an owner should know of a home beside what a grant reaches in it. */

import { domainOf } from "../core/entity-id.ts";
import type { Gateway } from "../hass/gateway.ts";
import { type Untied, untiedAutomations } from "../security/grant/decide/untied.ts";
import type { Grant } from "../security/grant/model/grant.ts";
import { newFaults } from "../security/grant/parse/fault.ts";
import { findUnknownNames } from "../security/grant/parse/home-names.ts";
import { isPhysical } from "../security/grant/reach/physical.ts";

export type Notes = {
  readonly untied: readonly Untied[];
  /** Whether Home Assistant let us read what automations wait for. */
  readonly seesAutomations: boolean;
  /** Covers and valves without a device class that do not ask, because their owner says they are blinds. */
  readonly blinds: readonly string[];
  /** One sentence each: what the grant names and the home has not. */
  readonly unknown: readonly string[];
};

export async function notesOn(grant: Grant, gateway: Gateway): Promise<Notes> {
  const faults = newFaults();
  findUnknownNames(grant, gateway, faults);
  return {
    untied: await untiedAutomations(gateway),
    seesAutomations: gateway.house.user.isAdmin,
    blinds: [...gateway.states.values()]
      .filter((state) => isCalledBlind(state.id, gateway))
      .map(({ id }) => id),
    unknown: faults.list.map(({ path, message }) => `${path}: ${message}`),
  };
}

function isCalledBlind(id: string, gateway: Gateway): boolean {
  const deviceClass = gateway.states.get(id)?.attributes["device_class"];
  return (
    ["cover", "valve"].includes(domainOf(id)) &&
    (deviceClass === undefined || deviceClass === "" || deviceClass === null) &&
    !isPhysical(undefined, id, gateway)
  );
}

export function linesOf({ untied, seesAutomations, blinds, unknown }: Notes): readonly string[] {
  return [
    ...(untied.length > 0
      ? ["May be set off by anything, whatever the grant:", ...untied.map(untiedLine)]
      : []),
    ...(seesAutomations
      ? []
      : ["What automations wait for is not known: that takes an administrator's Home Assistant token."]),
    ...(blinds.length > 0
      ? [`Not asked for, as their owner says they are blinds: ${blinds.join(", ")}`]
      : []),
    ...(unknown.length > 0
      ? ["The home has not what the grant names:", ...unknown.map((line) => `  ${line}`)]
      : []),
  ];
}

function untiedLine({ automation, opens }: Untied): string {
  const what =
    opens.length === 0
      ? "does nothing that asks"
      : `asks where a script or a helper may set it off: ${opens.join(", ")}`;
  return `  ${automation}: ${what}`;
}
