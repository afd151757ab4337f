/** The kinds of effect a tool declares and a grant permits. */

/**
 * `none` touches no entity (what may I do?). `read` sees states and registries. `control` calls services.
 * Later kinds (history, camera, templates, edit, admin …) join this list with the tools that have them.
 */
export type Effect = "none" | "read" | "control";
