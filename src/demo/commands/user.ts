/** The commands about users. */

import { DAY_MS } from "../../core/clock.ts";
import type { Commands } from "./command.ts";

export const userCommands: Commands = {
  "config/auth/list": {
    admin: true,
    run: ({ premises }) =>
      [...premises.users()].map(({ id, name, isOwner, isAdmin, isActive, localOnly }) => ({
        id,
        username: name.toLowerCase(),
        name,
        is_owner: isOwner,
        is_active: isActive,
        local_only: localOnly,
        system_generated: false,
        group_ids: [isAdmin ? "system-admin" : "system-users"],
        credentials: [{ type: "homeassistant" }],
      })),
  },
  "auth/refresh_tokens": {
    run: ({ user }) => [
      {
        id: `token-of-${user.id}`,
        type: "long_lived_access_token",
        client_id: null,
        client_name: "Hearthgate",
        client_icon: null,
        created_at: new Date(Date.now() - DAY_MS).toISOString(),
        expire_at: null,
        is_current: true,
        last_used_at: null,
        last_used_ip: null,
        auth_provider_type: null,
      },
    ],
  },
  "auth/current_user": {
    run: ({ user }) => ({
      id: user.id,
      name: user.name,
      is_owner: user.isOwner,
      is_admin: user.isAdmin,
      credentials: [{ auth_provider_type: "homeassistant", auth_provider_id: null }],
      mfa_modules: [{ id: "totp", name: "Authenticator app", enabled: false }],
    }),
  },
};
