import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The port of a server that goes away for a time, as if its process had ended, and comes back at the same number. */
export class Port {
	/** The server, once it listens. */
	server: Server | undefined;
	private opening = Promise.resolve();

	/** `sleep` waits so many milliseconds, or until the sandbox closes. */
	constructor(private readonly sleep: (ms: number) => Promise<void>) {}

	/** Ends every connection and takes none for so many milliseconds. */
	closeFor(ms: number): void {
		const { server } = this;
		if (server === undefined) return;
		const { port, address } = server.address() as AddressInfo;
		server.close();
		server.closeAllConnections();
		this.opening = this.sleep(ms).then(
			async () => await new Promise<void>((resolve) => server.listen(port, address, resolve)),
		);
	}

	/** Resolves when the port is open again. */
	async settled(): Promise<void> {
		await this.opening;
	}
}
