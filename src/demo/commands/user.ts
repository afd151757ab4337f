/** The commands about users. */

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
