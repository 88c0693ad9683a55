/** Where names are found that no suggestion comes near. */
export function searchHint(name: string): string {
  return /^\w{2,64}$/.test(name) ? `; names with it in them: vpp-ts api search ${name}` : "";
}
