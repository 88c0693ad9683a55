/** What the simulator says it is: the release whose behaviour it has. */
export const VERSION = "26.06-release";
export const BUILD_DATE = "2026-06-24T00:00:00";
