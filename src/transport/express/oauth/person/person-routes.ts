/** The routes that a person's browser walks: consent, and the login at Home Assistant. */

import express, { type Express } from "express";
import type { Step } from "../../../http/exchange.ts";
import { type FrontSteps, handlers } from "../../../http/front.ts";
import { ENDPOINTS } from "../metadata.ts";
import { answerStep, goOnStep, showStep } from "./consent.ts";
import { CALLBACK_PATH, callbackStep, START_PATH, startStep } from "./home-login.ts";
import { asPage, entrance, type PersonParts, personOf, sendNotice, showsProblems } from "./person-parts.ts";

/** What the paths begin with to which other sites send a browser; for `FrontParts.pages`. */
export const PERSON_PAGES = ["/oauth/"] as const;

const CONSENT_PATH = "/oauth/consent/:uid";
const FORM_MAX_BYTES = 8 * 1024;
const MOST_FIELDS = 20;

export function personRoutes(
  app: Express,
  { unread, onGood }: Pick<FrontSteps, "unread" | "onGood">,
  parts: PersonParts,
): void {
  const person = personOf(parts, onGood);
  const page = (...steps: readonly Step[]) =>
    handlers(
      [showsProblems(person), ...unread, entrance(person), ...steps].map((step) => asPage(person, step)),
    );
  app.get(START_PATH, ...page(startStep(person)));
  app.get(CALLBACK_PATH, ...page(callbackStep(person)));
  app.get(CONSENT_PATH, ...page(showStep(person)));
  const readForm = express.urlencoded({
    extended: false,
    inflate: false,
    limit: FORM_MAX_BYTES,
    parameterLimit: MOST_FIELDS,
  });
  const formStep: Step = (request, response, next) =>
    readForm(request, response, (fault?: unknown) => {
      if (fault === undefined) next();
      else sendNotice(person, request, response, { kind: "unreadable" });
    });
  app.post(CONSENT_PATH, ...page(formStep, answerStep(person)));
  // the authorization server answers behind these, and counts
  const before = (...steps: readonly Step[]) =>
    handlers([showsProblems(person), entrance(person), ...steps].map((step) => asPage(person, step)));
  app.get(ENDPOINTS.authorization, ...before());
  app.get(`${ENDPOINTS.authorization}/:uid`, ...before(goOnStep(person)));
}
