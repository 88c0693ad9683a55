// Passes bytes between clients and a server, and keeps them: what a proxy is given, and what it makes of it.
import { createServer, connect as dial, type Server } from "node:net";

/** What both sides of one connection said. */
export interface Overheard {
  readonly client: Buffer[];
  readonly server: Buffer[];
}

export class Tee {
  readonly connections: Overheard[] = [];
  readonly #server: Server;

  private constructor(target: string) {
    this.#server = createServer((client) => {
      const overheard: Overheard = { client: [], server: [] };
      this.connections.push(overheard);
      const server = dial(target);
      client.on("data", (chunk) => {
        overheard.client.push(chunk);
        server.write(chunk);
      });
      server.on("data", (chunk) => {
        overheard.server.push(chunk);
        client.write(chunk);
      });
      client.on("close", () => server.end()).on("error", () => {});
      server.on("close", () => client.end()).on("error", () => {});
    });
  }

  static async listen(path: string, target: string): Promise<Tee> {
    const tee = new Tee(target);
    await new Promise<void>((resolve) => tee.#server.listen(path, resolve));
    return tee;
  }

  /** Of each connection, in their order: what the client said, then the server. */
  get bytes(): readonly (readonly [Buffer, Buffer])[] {
    return this.connections.map(({ client, server }) => [Buffer.concat(client), Buffer.concat(server)]);
  }

  close(): void {
    this.#server.close();
  }
}
