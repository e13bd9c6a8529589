/** Requests read per turn of the event loop while connections arrive. */
const requestsPerTurn = 8;

/** A client's connection whose next request waits to be read. */
export interface Waiting {
  takeTurn(): void;
}

/**
 * Keeps the turns of the event loop short while clients connect. The loop accepts one connection a turn (libuv since 1.45),
 * so that several hundred busy connections, whose turn takes ten milliseconds, would keep new ones waiting for seconds. While
 * connections arrive, requests are read first come, first served, a few a turn; once a turn goes by without a new
 * connection, those that wait are read at once.
 */
export class AcceptPace {
  private readonly waiting: Waiting[] = [];
  private hasAccepted = false;
  private isWatching = false;

  /** Whether requests have to wait for their turn. */
  get isPacing(): boolean {
    return this.isWatching;
  }

  /** A connection has been accepted in this turn. */
  noteAccepted(): void {
    this.hasAccepted = true;
    if (this.isWatching) return;
    this.isWatching = true;
    setImmediate(() => this.endTurn());
  }

  /** Asks for a turn. Only while `isPacing`; the connection must expect to be called after it has closed. */
  wait(connection: Waiting): void {
    this.waiting.push(connection);
  }

  private endTurn(): void {
    const isArriving = this.hasAccepted;
    this.hasAccepted = false;
    // Whatever the turns lead to comes after them: those who ask meanwhile wait for the next.
    const turns = this.waiting.splice(0, isArriving ? requestsPerTurn : this.waiting.length);
    if (isArriving) setImmediate(() => this.endTurn());
    else this.isWatching = false;
    for (const connection of turns) connection.takeTurn();
  }
}
