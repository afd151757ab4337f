/** What a template reads is told as Jinja would read it, or it is unclear. */

import { describe, expect, test } from "bun:test";
import { templateReads } from "../../../../src/security/grant/reach/template-reads.ts";

describe("clear", () => {
  test.each([
    "{{ states('light.kitchen') }}",
    '{{ states( "light.kitchen", true ) | float(0) + 1.5 }}',
    "{{ states.light.kitchen.state if is_state('light.kitchen', 'on') else 'off' }}",
    "{% set x = states('light.kitchen') | int %}{{ x + 1 }}",
    "{% for a, b in [[1, 2]] if a > 0 %}{% set c = a %}{{ b + c }}{% endfor %}",
    "{% if 1 %}{% set x = 1 %}{% elif 2 %}{% set x = 2 %}{% else %}{% set x = 3 %}{% endif %}{{ x }}",
    "{{ [1, 2] | map('int') | select('gt', 1) | list | count }}",
    "{{ [{'a': 1}] | selectattr('a', 'eq', 1) | map(attribute='a') | list }}",
    "{%- if (now() - states.light.kitchen.last_changed).total_seconds() > 5 -%}1{%- endif -%}",
    "{# {{ expand('x') }} #}{{ '{{ expand }}' }}",
  ])("%s", (template) => {
    expect(templateReads(template)).toEqual({ domains: [], places: [], everything: false, unclear: false });
  });
});

const READ = "states('lo' ~ 'ck.front')";

describe("not clear", () => {
  test.each([
    ["a name outside its loop", "{% for expand in [] %}{% endfor %}{{ expand('lo' ~ 'ck.front') }}"],
    ["a reader outside its loop", `{% for states in [] %}{% endfor %}{{ ${READ} }}`],
    ["a name where its loop has nothing", "{% for expand in [] %}{% else %}{{ expand('x') }}{% endfor %}"],
    ["a name that is its own value", "{% set expand = expand %}{{ 1 }}"],
    ["the same in a loop", "{% for expand in [expand] %}{{ {'k': expand}.k('x') }}{% endfor %}"],
    ["a name set in one branch", "{% if false %}{% set expand = 1 %}{% endif %}{{ [expand][0]('x') }}"],
    [
      "what only looks like a branch",
      "{% if false %}{% set expand = 1 %}{{ else }}{% set expand = 1 %}{% endif %}{{ [expand][0]('x') }}",
    ],
    ["a filter by a bound name", `{% set f = 'states' %}{{ ['lo' ~ 'ck.front'] | map(f) | list }}`],
    ["a filter by a put together name", `{{ ['lo' ~ 'ck.front'] | map('int'[0:0] ~ 'states') | list }}`],
    ["a filter with a harmless beginning", "{{ ['hue'] | map('integration_entities') | list }}"],
    ["a filter in brackets", `{{ ['lo' ~ 'ck.front'] | map(('states')) | list }}`],
    ["a filter in a list", `{{ ['lo' ~ 'ck.front'] | map(*['states']) | list }}`],
    ["a filter in two pieces", `{{ ['lo' ~ 'ck.front'] | map('int' 'egration_entities') | list }}`],
    ["a test by its name", "{{ [{'e': 'lo' ~ 'ck.front'}] | selectattr('e', 'is_state', 'on') | list }}"],
    ["a reader as filter", "{{ ('lo' ~ 'ck.front') | states('light.kitchen') }}"],
    ["a reader as test", "{{ ('lo' ~ 'ck.front') is is_state('light.kitchen', 'on') }}"],
    ["its contrary", "{{ ('lo' ~ 'ck.front') is not has_value }}"],
    ["escapes", "{{ states('\\x6cock.front') }}"],
    ["an id in two pieces", "{{ states('light.kit' 'chen') }}"],
    ["code between what looks like one text", `{{ ["states['or"], integration_entities('hue'), "and"] }}`],
    [
      "code that raw hides",
      `{% set raw = 1 %}{% raw %}{{ " }}{% endraw %}{{ integration_entities('hue') }}{{ " }}`,
    ],
    ["a macro", "{% macro f() %}{% endmacro %}"],
    ["what is brought in", "{% import 'x.jinja' as x %}"],
    ["a bound name that is called", "{% set f = 1 %}{{ f('x') }}"],
  ])("%s", (_, template) => {
    expect(templateReads(template).unclear).toBe(true);
  });
});

test("blanks in a path leave it no id: then all of the domain is read", () => {
  expect(templateReads("{{ states.light. kitchen }}").domains).toEqual(["light"]);
  expect(templateReads("{{ states .light.kitchen }}").domains).toEqual(["light"]);
  expect(templateReads("{{ states['light'] | list }}").domains).toEqual(["light"]);
  expect(templateReads("{% for states in states %}{% endfor %}").everything).toBe(true);
  expect(templateReads("{{ area_entities('Hall') }}").places).toEqual([{ kind: "area", name: "hall" }]);
});
