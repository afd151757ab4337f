/** The four built-in grants, in the same form as any other. */

import { type Access, NO_ACCESS } from "./access.ts";
import { CAPABILITIES, type Capability, type Grant, type Mode } from "./grant.ts";

const EVERYTHING = [{}];

const CONTROLS_ALL: Access = {
  ...NO_ACCESS,
  read: EVERYTHING,
  subscribe: EVERYTHING,
  history: EVERYTHING,
  actions: [{ service: "*", target: {} }, { service: "*" }],
};

const EDITING: readonly Capability[] = [
  "automation_write",
  "script_write",
  "scene_write",
  "helper_write",
  "registry_write",
  "dashboard_write",
];

const OPERATING: readonly Capability[] = [
  "logbook",
  "statistics",
  "traces",
  "registry",
  "dashboards",
  "config_read",
  "conversation",
];

function allowed(names: readonly Capability[], mode: Mode = "allow"): Partial<Record<Capability, Mode>> {
  return Object.fromEntries(names.map((name) => [name, mode]));
}

function builtIn(name: string, note: string, access: Access, capabilities: Grant["capabilities"]): Grant {
  return {
    id: name,
    name,
    note,
    version: 1,
    status: "active",
    created_at: "2026-01-01T00:00:00Z",
    created_by: "hearthgate",
    expires_at: "never",
    access,
    capabilities,
    gates: { physical: "confirm", special: "confirm" },
    indirect: "closure",
    pinned: {},
    target_mode: "reject",
    data_keys: {},
    data_limits: {},
    restrictions: [],
    compiled: [],
    limits: { concurrency: 4 },
  };
}

const EXPOSED: Access = { ...NO_ACCESS, read: [{ exposed: "conversation" }] };
const WITH_CAMERAS: Access = { ...CONTROLS_ALL, camera: EVERYTHING };
const EDITOR = allowed([...OPERATING, "templates", ...EDITING]);
const REST = CAPABILITIES.filter((name) => !Object.hasOwn(EDITOR, name));

const BUILT_IN: ReadonlyMap<string, Grant> = new Map(
  [
    builtIn("viewer", "Reads what Home Assistant exposes to assistants.", EXPOSED, {}),
    builtIn(
      "operator",
      "Reads and controls the house; physical things ask the owner.",
      CONTROLS_ALL,
      allowed(OPERATING),
    ),
    builtIn("editor", "Operator, with cameras, templates and every kind of editing.", WITH_CAMERAS, EDITOR),
    builtIn("admin", "Editor, with the system; what cannot be undone asks the owner.", WITH_CAMERAS, {
      ...EDITOR,
      ...allowed(REST, "confirm"),
      // reading is nothing to confirm
      logs: "allow",
    }),
  ].map((grant) => [grant.name, grant]),
);

/** One of viewer, operator, editor, admin; always the same object. */
export function builtinGrant(name: string): Grant | undefined {
  return BUILT_IN.get(name);
}

// Letters of other scripts that look like those of the built-in names.
const LOOK_ALIKE: Readonly<Record<string, string>> = {
  ...{
    а: "a",
    α: "a",
    е: "e",
    ε: "e",
    о: "o",
    ο: "o",
    р: "p",
    ρ: "p",
    і: "i",
    ι: "i",
    ı: "i",
    ѵ: "v",
    ν: "v",
  },
  ...{
    т: "t",
    τ: "t",
    ԁ: "d",
    м: "m",
    ո: "n",
    п: "n",
    г: "r",
    ѡ: "w",
    ω: "w",
    "0": "o",
    "1": "i",
    l: "i",
    "3": "e",
  },
};

/** Whether a reader would take the name for a built-in's. */
export function looksBuiltIn(name: string): boolean {
  const plain = (text: string) =>
    [
      ...text
        .normalize("NFKD")
        .toLowerCase()
        .replace(/[^\p{L}\p{N}]/gu, ""),
    ]
      .map((sign) => LOOK_ALIKE[sign] ?? sign)
      .join("");
  const seen = plain(name);
  return [...BUILT_IN.keys()].some((each) => plain(each) === seen);
}
