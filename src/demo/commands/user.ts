/** The commands about who is asking. */

import type { Commands } from "./command.ts";

export const userCommands: Commands = {
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
