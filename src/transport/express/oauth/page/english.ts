/** Every sentence of the pages in English; other languages follow its form. */

export const ENGLISH = {
  brandLine: "your home, one grant at a time",
  asks: "An app asks for access to your home",
  goesTo: "Access goes to",
  aProgram: "a program on your computer",
  anApp: (scheme: string) => `an app on this device (${scheme}:)`,
  document: "Described at",
  callsItself: "Calls itself",
  quotes: ["“", "”"] as readonly [string, string],
  unverified: "unverified: anybody can claim this name",
  registered: "It registered itself; nobody has checked who it is.",
  loopbackWarning:
    "Any program on your computer can receive this answer, whatever it calls itself. Go on only if you have just started it yourself.",
  appWarning:
    "Any app on this device that answers to this kind of link can receive this answer. Go on only if you have just begun this in that app yourself.",
  webWarning: "Go on only if you have just begun this there yourself.",
  loginFirst:
    "Log in at Home Assistant to decide. Hearthgate learns who you are, keeps neither password nor login, and gives nothing until you have said yes.",
  logIn: "Log in at Home Assistant",
  loginAt: (url: string) => `The login opens at ${url}. Enter your password nowhere else.`,
  deny: "Deny",
  notBegun: "I did not begin this: deny",
  allow: "Allow",
  loggedInAs: "You are",
  which: "Which grant should it get?",
  noneYet: "Nothing is given yet: the next page shows in full what you pick.",
  look: "Show what it opens",
  /** What is said of a built-in grant, by its name; what is not here is as the grant has it. */
  builtIn: {} as Readonly<Record<string, string>>,
  readsOf: (read: number, all: number) => `reads ${read} of ${all} things`,
  canControl: (physical: string) => `controls some; locks, doors and alarms ${physical}`,
  controlsNothing: "controls nothing",
  physical: { deny: "never", allow: "without asking", confirm: "ask the owner first" },
  hours: "Hours",
  always: "always",
  never: "never: its hours cannot be read",
  expires: "Ends",
  doesNotEnd: "does not end by itself",
  alsoHolds: "Also holds",
  restriction: {
    pin: "PIN",
    rate_limit: "rates",
    quota: "quota",
    schedule: "hours for a part of it",
    template: "a template",
    condition: "a condition",
    ip: "addresses",
    origin: "websites",
    approval: "the owner's yes",
    max_entities: "so many things at once",
  } as Readonly<Record<string, string>>,
  allowThis: "Allow access to your home?",
  opensNow: (grant: string) => `What “${grant}” opens now`,
  read: "can be read",
  controlled: "can be controlled",
  asking: "ask the owner first",
  shut: "stay shut",
  asksFirst: "Ask the owner first",
  capabilities: "May also",
  capabilitiesAsking: "Only with the owner's yes",
  nothingElse: "nothing else",
  capability: {
    templates: "render templates",
    logs: "read Home Assistant's logs",
    logbook: "read the logbook",
    statistics: "read statistics",
    traces: "read traces of automations",
    registry: "read the registry of devices",
    dashboards: "read dashboards",
    config_read: "read the configuration",
    automation_write: "change automations",
    script_write: "change scripts",
    scene_write: "change scenes",
    helper_write: "change helpers",
    registry_write: "change names, areas and labels",
    dashboard_write: "change dashboards",
    conversation: "talk to Home Assistant's own assistant",
    restart: "restart Home Assistant",
    backup: "make backups",
    updates: "install updates",
    integrations: "reload integrations",
  } as Readonly<Record<string, string>>,
  areas: "Area by area",
  noArea: "No area",
  areaCounts: (read: number, controlled: number, all: number) =>
    `${read} read, ${controlled} controlled, of ${all}`,
  nothingIn: "Nothing is opened in:",
  canControlMark: "control",
  asksMark: "asks first",
  andMore: (count: number) => `and ${count} more`,
  fullList: (command: string) => ["All of it, name by name:", command] as const,
  howLong: "How long",
  asGrant: (end: string | undefined) =>
    end === undefined ? "without end, until it is taken back" : `until the grant ends: ${end}`,
  lasts: { hour: "1 hour", day: "1 day", week: "7 days", month: "30 days", quarter: "90 days" },
  another: "Pick another grant",
  revokeHow: "How to take it back",
  revoke: (commands: readonly [string, string]) =>
    [
      "The owner sees on the machine that runs Hearthgate what was given: ",
      commands[0],
      ". This ends it at once: ",
      commands[1],
      ".",
    ] as const,
  changed: "The grant was changed since you looked. This is what it opens now; nothing was given yet.",
  expiredChoice: "Pick how long from the list.",
  given: "Access was given",
  denied: "Access was denied",
  goingOn: "You are being sent back to the app.",
  goOn: "Go on",
  noGrant: "There is no grant for you",
  noGrantText: (name: string) =>
    `The owner of this home has made no grant that names you, ${name}. Nothing was given.`,
  noGrantHint: (id: string) =>
    `The owner can put your user id into “users” of a grant (hearthgate grants edit): ${id}`,
  end: "End, and tell the app",
  again: "Try again",
  beginAgain: "Nothing was given. Go back to the app and begin again there.",
  afterEnd: "If you said yes, the app has its access. If not, go back to the app and begin again there.",
  notices: {
    over: [
      "This request is over",
      "It was answered already, waited longer than ten minutes, or began in another browser.",
    ],
    other_browser: [
      "This login began in another browser",
      "Log in in the browser in which the app sent you here, with cookies allowed, and with one attempt at a time.",
    ],
    stale: [
      "This page is not current any more",
      "It was sent before, or was opened again in another tab. Nothing was changed by sending it now.",
    ],
    elsewhere: [
      "This form came from elsewhere",
      "An answer counts only from Hearthgate's own page. Nothing was changed.",
    ],
    wrong_address: [
      "This is not the address of this server",
      "Logging in works at the address in PUBLIC_URL alone. The owner can correct PUBLIC_URL, or you can begin again at that address.",
    ],
    unreadable: ["The form cannot be read", "Use the buttons of the page; nothing was changed."],
    home_down: [
      "Home Assistant does not answer",
      "Nobody can be logged in, and nothing shown, until it does. Wait a moment, then try again; nothing was given.",
    ],
    not_logged_in: [
      "Home Assistant did not log you in",
      "The login was broken off, came too late, or was used before. Nothing was given.",
    ],
    trusted_networks: [
      "This kind of login does not count",
      "Home Assistant let you in by your address, without a password. Log in with a password instead.",
    ],
    user_gone: ["This user is switched off", "Home Assistant's owner has switched this user off."],
    local_only: [
      "This user may log in from the home network alone",
      "From here Hearthgate cannot tell that network from any other. Use another user, or let the owner lift the limit.",
    ],
    user_unchecked: [
      "Users cannot be checked",
      "Hearthgate's own token of Home Assistant is no administrator's, so that it cannot see who may log in. The owner can give it one in HASS_TOKEN.",
    ],
    no_browser_url: [
      "Nobody has said where Home Assistant is for browsers",
      "The owner can set HASS_BROWSER_URL, or the external URL in Home Assistant (Settings, System, Network).",
    ],
    too_many: ["Too many tries", "So much came from your address lately that you have to wait a while."],
    killed: ["Everything is switched off", "The owner has switched off all access; nobody can be let in."],
    client_unreachable: [
      "The app cannot be looked up now",
      "What it says of itself is at an address that does not answer. Wait five minutes, then begin again in the app.",
    ],
    state_gone: ["Hearthgate cannot keep or read its state", "The owner finds why in the log."],
    defect: ["Something inside Hearthgate failed", "The owner finds it in the log."],
    invalid_client: [
      "The app is not known here",
      "Its registration has ended or its description cannot be read. Remove this server from the app, then add it again.",
    ],
    invalid_redirect_uri: [
      "The app wants its answer somewhere else than it said",
      "So nothing was sent there. Remove this server from the app, then add it again; if it stays, do not trust the app.",
    ],
    invalid_request: [
      "The app's request cannot be used",
      "It is not what this server takes. Update the app, or remove this server from it and add it again.",
    ],
  },
} as const;

type Widened<Value> = Value extends string
  ? string
  : Value extends (...args: infer Given) => infer Said
    ? (...args: Given) => Widened<Said>
    : { readonly [Key in keyof Value]: Widened<Value[Key]> };
export type Words = Widened<typeof ENGLISH>;
export type NoticeKind = keyof typeof ENGLISH.notices;
