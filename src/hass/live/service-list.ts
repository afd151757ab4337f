/** Home Assistant's `get_services`, with what is of another kind than it should be left out. */

import { isJsonObject, type JsonObject } from "../../core/json.ts";
import type { WireService, WireServiceField, WireServices, WireServiceTarget } from "../wire.ts";
import { numberOf, objectOf, objectsOf, textsOf } from "../wire-values.ts";

export function servicesFrom(answer: unknown): WireServices {
  return mapped(objectOf(answer), (domain) => mapped(objectOf(domain), serviceFrom));
}

/** A service whose description is damaged can still be called. */
function serviceFrom(service: unknown): WireService {
  const { name, description, fields, target, response } = objectOf(service);
  const reply = isJsonObject(response) ? { response: { optional: response["optional"] === true } } : {};
  return {
    ...(typeof name === "string" ? { name } : {}),
    ...(typeof description === "string" ? { description } : {}),
    fields: fieldsFrom(fields),
    ...(isJsonObject(target) ? { target: targetFrom(target) } : {}),
    ...reply,
  };
}

/** Sections of sections of sections: nothing that a person wrote is deeper. */
const DEEPEST = 8;

function fieldsFrom(fields: unknown, depth = 0): Readonly<Record<string, WireServiceField>> {
  if (depth > DEEPEST) return {};
  return mapped(objectOf(fields), (given) => {
    const { required, selector, filter, fields: inner, ...rest } = objectOf(given);
    return {
      ...("default" in rest ? { default: rest["default"] } : {}),
      ...("example" in rest ? { example: rest["example"] } : {}),
      ...(required === true ? { required } : {}),
      ...(isJsonObject(selector) ? { selector: mapped(selector, selectionFrom) } : {}),
      ...(isJsonObject(filter) ? { filter: filterFrom(filter) } : {}),
      ...(isJsonObject(inner) ? { fields: fieldsFrom(inner, depth + 1) } : {}),
    };
  });
}

/** What one kind of selector says more: an object, of whose options only texts and numbers are options. */
function selectionFrom(settings: unknown): JsonObject {
  const { options, ...rest } = objectOf(settings);
  return Array.isArray(options) ? { ...rest, options: options.filter(isOption) } : rest;
}

function isOption(option: unknown): boolean {
  const value = isJsonObject(option) ? option["value"] : option;
  return typeof value === "string" || numberOf(value) !== undefined;
}

function filterFrom({ supported_features, attribute }: JsonObject): NonNullable<WireServiceField["filter"]> {
  const features = Array.isArray(supported_features)
    ? supported_features.filter((mask) => numberOf(mask) !== undefined)
    : undefined;
  return {
    ...(features ? { supported_features: features } : {}),
    ...(isJsonObject(attribute)
      ? { attribute: mapped(attribute, (values) => (Array.isArray(values) ? values : [values])) }
      : {}),
  };
}

/** One filter that is damaged matches nothing; without any a target takes every entity. */
function targetFrom({ entity }: JsonObject): WireServiceTarget {
  if (entity === undefined || entity === null) return {};
  const filters = objectsOf([entity].flat()).map((filter) => {
    const { domain, supported_features, integration, device_class } = filter;
    return {
      ...(domain === undefined ? {} : { domain: textsOf([domain].flat()) }),
      ...(Array.isArray(supported_features) ? { supported_features: supported_features.filter(isMask) } : {}),
      ...(typeof integration === "string" ? { integration } : {}),
      ...(device_class === undefined ? {} : { device_class: textsOf([device_class].flat()) }),
    };
  });
  return { entity: filters.length === 0 ? [{ domain: [] }] : filters };
}

function isMask(mask: unknown): mask is number | readonly number[] {
  return Array.isArray(mask)
    ? mask.every((bit) => numberOf(bit) !== undefined)
    : numberOf(mask) !== undefined;
}

function mapped<T>(record: JsonObject, to: (value: unknown) => T): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, to(value)]));
}
