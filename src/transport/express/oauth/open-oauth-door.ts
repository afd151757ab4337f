/** Puts the authorization server together for the Express door: its clients, its protocol, its pages. */

import type { Express } from "express";
import type { Clock } from "../../../core/clock.ts";
import type { Identity } from "../../../security/identity/identity.ts";
import type { Store } from "../../../store/store.ts";
import type { Road } from "../../door.ts";
import type { DoorLog } from "../../http/door-log.ts";
import type { Step } from "../../http/exchange.ts";
import type { FrontSteps } from "../../http/front.ts";
import { MCP_PATH } from "../../http/problems.ts";
import { openAuthorizationServer } from "./authorization-server.ts";
import { ENDPOINTS } from "./metadata.ts";
import { oauthRoutes } from "./oauth-routes.ts";
import { openClients } from "./open-clients.ts";
import { PAGE_HEADERS } from "./page/layout.ts";
import { renderServerError } from "./page/notice-page.ts";
import { languageOf } from "./page/words.ts";
import { PERSON_PAGES, personRoutes } from "./person/person-routes.ts";
import { stepUpStep } from "./step-up.ts";

export type OAuthDoorParts = {
  /** PUBLIC_URL, without a trailing slash. */
  readonly issuer: string;
  readonly road: Pick<Road, "person">;
  readonly identity: Identity;
  readonly store: Store;
  readonly log: DoorLog;
  readonly clock: Clock;
};

export type OAuthDoor = {
  /** What the paths begin with to which other sites may send a browser. */
  readonly pages: readonly string[];
  routes(app: Express, steps: FrontSteps): void;
  /** Before the MCP endpoint. */
  stepUp: Step;
};

export function openOAuthDoor({ issuer, road, identity, store, log, clock }: OAuthDoorParts): OAuthDoor {
  const clients = openClients({
    store,
    clock,
    allowed: identity.oauth.hasConsent,
    onRefused: (url, why) => log.security("client_document_refused", { url, why }),
  });
  const server = openAuthorizationServer({
    issuer,
    resource: issuer + MCP_PATH,
    state: identity.oauth,
    clock,
    clients,
    renderError: (shown, { headers }) => {
      const language = languageOf(headers["accept-language"], road.person.locale().language);
      return { page: renderServerError(language, shown), headers: PAGE_HEADERS };
    },
    onFault: log.defect,
  });
  const { person } = road;
  let stepUp: Step = (_request, _response, next) => next();
  return {
    stepUp: (...exchange) => stepUp(...exchange),
    pages: [...PERSON_PAGES, ENDPOINTS.authorization],
    routes(app, steps) {
      const { killed } = identity;
      const { askings } = server;
      stepUp = stepUpStep(person, steps.challenge);
      // first: they say which browser may have the answer of the authorization server
      personRoutes(app, steps, { askings, person, identity, store, log, publicUrl: issuer, now: clock.now });
      oauthRoutes(app, { server, clients, issuer, resource: issuer + MCP_PATH, steps, log, killed });
    },
  };
}
