/** The owner's yes through a real host: by the person at it, by the owner's phone, and by nobody else. */

import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { newerNode } from "../../scripts/newer-node.ts";
import { until } from "../until.ts";
import { openHome, type TestHome } from "./homes.ts";
import { auditOf, type Host, type HostOptions, rowsOf, startHost } from "./host.ts";
import { openUserSocket, type UserSocket } from "./user-socket.ts";

setDefaultTimeout(60_000);

let home: TestHome;
const hosts: Host[] = [];

beforeAll(async () => {
  home = await openHome();
});
afterAll(async () => {
  for (const host of hosts) await host.close();
  await home.close();
});

async function hostWith(options: Partial<HostOptions> = {}): Promise<Host> {
  const host = await startHost({ ...home, ...options });
  hosts.push(host);
  return host;
}

const unlock = (host: Host) =>
  host.call("ha_call_service", { service: "lock.unlock", target: { entity_id: [home.roles.lock] } });
const lock = async (host: Host) =>
  rowsOf(
    await host.call("ha_call_service", { service: "lock.lock", target: { entity_id: [home.roles.lock] } }),
  );
const denialOf = ({ meta }: Awaited<ReturnType<typeof unlock>>) =>
  (meta["hearthgate/error"] as { readonly denial?: string } | undefined)?.denial;

describe.each(["legacy", "auto"] as const)("the person at the local host, %s", (mode) => {
  test("a yes unlocks once, the next call asks anew", async () => {
    const asked: string[] = [];
    const host = await hostWith({
      mode,
      person: (message) => {
        asked.push(message);
        return "accept";
      },
    });
    await lock(host);
    expect(rowsOf(await unlock(host))[0]?.verdict).toBe("confirmed");
    expect(asked).toHaveLength(1);
    expect(asked[0]).toContain(`lock.unlock on ${home.roles.lock}`);
    await lock(host);
    expect(rowsOf(await unlock(host))[0]?.verdict).toBe("confirmed");
    expect(asked).toHaveLength(2);
    await lock(host);
  });

  test.each(["decline", "cancel"] as const)(
    "%s is a no, and the same call is refused from then on",
    async (word) => {
      let asked = 0;
      const host = await hostWith({
        mode,
        person: () => {
          asked += 1;
          return asked === 1 ? word : "accept";
        },
      });
      await lock(host);
      expect(denialOf(await unlock(host))).toBe("approval_denied");
      expect(denialOf(await unlock(host))).toBe("approval_denied");
      expect(asked).toBe(1);
    },
  );

  test("where the grant is the owner's own, the host has no say", async () => {
    const grant = {
      id: "grt_own",
      name: "own",
      expires_at: "never",
      created_at: "2026-01-01T00:00:00Z",
      access: { read: ["*"], actions: ["lock.*"] },
    };
    const host = await hostWith({ mode, grant, runtime: newerNode(), person: () => "accept" });
    expect(denialOf(await unlock(host))).toBe("approval_unavailable");
    const asks = await hostWith({
      mode,
      grant: { ...grant, approve_by: ["host"] },
      runtime: newerNode(),
      person: () => "accept",
    });
    await lock(asks);
    expect(rowsOf(await unlock(asks))[0]?.verdict).toBe("confirmed");
    await lock(asks);
  });
});

const NOTIFY = "notify.persistent_notification";

describe.skipIf(process.env["TEST_HOME"] !== "real")("the owner's phone (on a real Home Assistant)", () => {
  let owner: UserSocket;
  let agent: Host;
  /** Actions of the notifications, as the phone gets them. */
  const shown: { readonly action: string; readonly title: string }[][] = [];

  beforeAll(async () => {
    owner = await openUserSocket(home.url, process.env["HASS_OWNER_TOKEN"] ?? "");
    await owner.hear("call_service", ({ data }) => {
      const { domain, service_data: sent } = data as { domain: string; service_data: Sent };
      if (domain === "notify" && sent.data) shown.push([...sent.data.actions]);
    });
    agent = await hostWith({ env: { APPROVAL_NOTIFY: NOTIFY, STORE: "sqlite" }, runtime: newerNode() });
    await lock(agent);
  });
  afterAll(() => owner.close());

  type Sent = { readonly data?: { readonly actions: readonly { action: string; title: string }[] } };
  const answered = (action: string) => owner.fire("mobile_app_notification_action", { action });

  test("a yes on the phone unlocks the door once, and the audit tells the whole story", async () => {
    const first = await unlock(agent);
    expect(first.text).toStartWith("APPROVAL_REQUIRED: ");
    expect(first.text).toContain("on the phone or with hearthgate approvals approve apr_");
    await until(() => shown.length === 1);
    const [yes] = shown[0] ?? [];
    await answered(String(yes?.action));
    await until(async () => (await access(agent)).includes("agreed"));
    expect(rowsOf(await unlock(agent))[0]?.verdict).toBe("confirmed");
    // the same answer again opens nothing
    await answered(String(yes?.action));
    await lock(agent);
    expect((await unlock(agent)).text).toStartWith("APPROVAL_REQUIRED: ");
    const id = /apr_[0-9a-f]{12}/.exec(first.text)?.[0];
    await until(() => story(agent, id).length === 4);
    expect(story(agent, id)).toEqual([
      "lock.unlock failed",
      "approvals.approve ok",
      "lock.unlock begin",
      "lock.unlock end",
    ]);
  });

  test("nothing an assistant can do says yes for the owner", async () => {
    const widest = await hostWith({
      env: { APPROVAL_NOTIFY: NOTIFY, STORE: "sqlite" },
      runtime: newerNode(),
      grant: {
        id: "grt_wide",
        name: "wide",
        expires_at: "never",
        created_at: "2026-01-01T00:00:00Z",
        access: {
          read: ["*"],
          actions: [{ service: "*", target: {} }, { service: "*" }],
          services: ["script.ci_fire", "notify.persistent_notification"],
        },
      },
    });
    await lock(widest);
    const before = shown.length;
    const waits = await unlock(widest);
    expect(waits.text).toStartWith("APPROVAL_REQUIRED: ");
    await until(() => shown.length > before);
    const nonce = String(shown.at(-1)?.[0]?.action);
    // as our own user, as another who is no administrator, without the nonce, with another's
    const ours = await openUserSocket(home.url, home.token);
    await ours.fire("mobile_app_notification_action", { action: nonce });
    await owner.fire("mobile_app_notification_action", { action: `HEARTHGATE_YES_${"0".repeat(32)}` });
    await owner.fire("mobile_app_notification_action", { action: nonce.slice(0, -1) });
    await ours.close();
    await Bun.sleep(500);
    expect((await unlock(widest)).text).toStartWith("APPROVAL_REQUIRED: ");
    // a no is a no, whatever comes after
    await owner.fire("mobile_app_notification_action", { action: nonce.replace("_YES_", "_NO_") });
    await until(async () => denialOf(await unlock(widest)) === "approval_denied");
    await owner.fire("mobile_app_notification_action", { action: nonce });
    await Bun.sleep(300);
    expect(denialOf(await unlock(widest))).toBe("approval_denied");
  });
});

const ALARM = "alarm_control_panel.security";

test.skipIf(process.env["TEST_HOME"] !== "real")(
  "unlock only while the alarm is disarmed, by template (on a real Home Assistant)",
  async () => {
    const template = `{{ is_state('${ALARM}', 'disarmed') }}`;
    const grant = {
      id: "grt_alarm",
      name: "alarm",
      expires_at: "never",
      created_at: "2026-01-01T00:00:00Z",
      access: { read: ["*"], actions: ["lock.unlock@lock.front_door", "lock.lock@lock.front_door"] },
      gates: { physical: "allow" },
      restrictions: [
        {
          id: "alarm-disarmed",
          type: "template",
          applies_to: "lock.unlock@lock.front_door",
          params: { value_template: template },
        },
      ],
    };
    const host = await hostWith({ grant, runtime: newerNode() });
    const owner = await openUserSocket(home.url, process.env["HASS_OWNER_TOKEN"] ?? "");
    const alarm = (service: string) =>
      owner.call("alarm_control_panel", service, { entity_id: ALARM, code: "1234" });
    await lock(host);
    await alarm("alarm_arm_home");
    await until(async () => (await unlock(host)).error, 5_000);
    await alarm("alarm_disarm");
    await until(async () => !(await unlock(host)).error, 5_000);
    await lock(host);
    owner.close();
  },
);

async function access(host: Host): Promise<string> {
  return JSON.stringify((await host.call("ha_access", {})).structured["asked"] ?? []);
}

function story(host: Host, id: string | undefined): readonly string[] {
  return auditOf(host)
    .filter((event) => event.approval_id === id)
    .map(({ action, result }) => `${action} ${result}`);
}
