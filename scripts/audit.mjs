// `npm audit` of what a user installs. Fails on any known vulnerability and when the registry cannot be asked;
// a registry that has no such service (not found, not allowed, not implemented) is said and let pass: no one could
// fix that here.
import { spawnSync } from "node:child_process";

const { stdout } = spawnSync("npm", ["audit", "--omit=dev", "--json"], { encoding: "utf8" });
let answer;
try {
  answer = JSON.parse(stdout);
} catch {
  console.error(`npm audit gave no JSON: ${stdout.slice(0, 400)}`);
  process.exit(1);
}
const total = answer.metadata?.vulnerabilities?.total;
if (total === 0) {
  console.log("no known vulnerabilities");
} else if (typeof total === "number") {
  console.error(JSON.stringify(answer.vulnerabilities, null, 2));
  console.error(`${total} known vulnerabilities`);
  process.exitCode = 1;
} else if ([404, 405, 501].includes(answer.statusCode)) {
  console.log(
    `SKIPPED: nothing is known of vulnerabilities, the registry has no audit (status ${answer.statusCode})`,
  );
} else {
  console.error(`npm audit failed: ${answer.message ?? stdout.slice(0, 400)}`);
  process.exitCode = 1;
}
