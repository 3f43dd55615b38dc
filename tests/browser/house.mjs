// A house for one test file: the real binary over its own copy of a small simulated city, and Chromium before it.
import { execFile, spawn } from "node:child_process";
import { promises as files } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { chromium } from "playwright-core";

const root = fileURLToPath(new URL("../..", import.meta.url));
const run = promisify(execFile);

/** The library under which a server lives on another day; Debian's package `faketime` brings it. */
async function faketime() {
  for (const folder of ["", ...(await files.readdir("/usr/lib").catch(() => []))]) {
    const library = path.join("/usr/lib", folder, "faketime/libfaketimeMT.so.1");
    if (await exists(library)) return library;
  }
  if (process.env.DANVAN_REQUIRE_FAKETIME) throw new Error("libfaketime is not there: apt-get install faketime");
  return null;
}

/** Without it no day passes: what waits for one says that it did not run. */
export const otherDays = await faketime();
const binary = process.env.DANVAN_BINARY ?? path.join(root, "target/debug/danvan");
const kept = path.join(root, "target/browser-tests");

/** Chromium talks to nobody but the house. */
const quiet = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/**
 * The same Chromium without its windows (Debian's `chromium-headless-shell`), for hundreds of pages that are only looked at:
 * a page takes half the time. Where it is not there the whole browser looks at them. Scripts run once or twice, so that
 * they are compiled at once instead of being watched first.
 */
async function light() {
  const shell = "/usr/bin/chromium-headless-shell";
  return { executablePath: (await exists(shell)) ? shell : whole, args: [...quiet, "--js-flags=--always-sparkplug"] };
}

const whole = process.env.CHROMIUM ?? "/usr/bin/chromium";

/** The size of a small telephone's screen. */
export const telephone = { width: 360, height: 740 };
/** The size of an office's screen. */
export const desk = { width: 1280, height: 800 };

/** What a status of 4xx on the page itself leaves in the console; tests look at the status instead. */
const ownStatus = /^Failed to load resource: the server responded with a status of 4\d\d/;

/**
 * The folder of a small city, made once a day for each build of the binary.
 * @returns {Promise<string>} the folder, with `demo.db`, the pictures, and what `danvan demo` told
 */
async function city() {
  const built = await files.stat(binary).catch(() => {
    throw new Error(`${binary} is not there: cargo build --package danvan`);
  });
  const name = `city-${new Date().toISOString().slice(0, 10)}-${Math.round(built.mtimeMs)}-${built.size}`;
  const folder = path.join(kept, name);
  if (await exists(folder)) return folder;
  await files.mkdir(kept, { recursive: true });
  for (const old of await files.readdir(kept)) {
    if (old.startsWith("city-") && old !== name) await files.rm(path.join(kept, old), { recursive: true, force: true });
  }
  const making = await files.mkdtemp(path.join(kept, "making-"));
  const made = await run(binary, ["demo", "--small", "--database", `sqlite:${making}/demo.db`], {
    env: environment(),
    maxBuffer: 16 * 1024 * 1024,
  });
  await files.writeFile(path.join(making, "told.txt"), made.stdout);
  try {
    await files.rename(making, folder);
  } catch (error) {
    // Another test file, which began at the same moment, made it meanwhile.
    if (!(await exists(folder))) throw error;
    await files.rm(making, { recursive: true, force: true });
  }
  return folder;
}

function environment() {
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith("DANVAN_"));
  return { ...Object.fromEntries(own), DANVAN_LOG: "warn" };
}

async function exists(file) {
  return files.stat(file).then(
    () => true,
    () => false,
  );
}

/** A port of this machine that is free at the moment. */
export async function freePort() {
  const server = createServer();
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  const { port } = server.address();
  await new Promise((closed) => server.close(closed));
  return port;
}

/**
 * Opens a house: copies the city, starts the server and the browser. Close it with `close()`.
 * @param {{ port?: number, settings?: Record<string, string>, isLight?: boolean }} options with a port it is
 *   `http://localhost:PORT`, because browsers make passkeys under a name only; more settings of its environment; whether
 *   pages are only looked at, many of them
 */
export async function openHouse({ port, settings, isLight = false } = {}) {
  const from = await city();
  const folder = await files.mkdtemp(path.join(kept, "house-"));
  await files.cp(from, folder, { recursive: true });
  const told = await files.readFile(path.join(folder, "told.txt"), "utf8");
  const house = new House(folder, told, port, settings);
  try {
    await house.start();
    house.browser = await chromium.launch(isLight ? await light() : { executablePath: whole, args: quiet });
  } catch (error) {
    await house.close();
    throw error;
  }
  return house;
}

/** Presses something that leads to another page. */
export async function press(page, target) {
  await Promise.all([page.waitForEvent("load"), target.click()]);
}

/** A running house. */
class House {
  /** Where it is served: `http://127.0.0.1:PORT`. */
  address = "";
  browser = null;
  #folder;
  #server = null;
  #log = "";
  #contexts = new Map();
  #port;
  #settings;
  #days = 0;

  constructor(folder, told, port, settings) {
    this.#folder = folder;
    this.#port = port;
    this.#settings = settings;
    this.password = /with the password (\S+)/.exec(told)?.[1] ?? "";
    const [open, answered, reopened, signed] = told.match(/\b[0-9A-Z]{4}(-[0-9A-Z]{4}){3}\b/g) ?? [];
    /** Receipts of the simulated city, as residents hold them. */
    this.receipts = { open, answered, reopened, signed };
  }

  /** Starts the server on a port that is free and waits until it says it is ready. */
  async start() {
    const database = `sqlite:${this.#folder}/demo.db`;
    const named = this.#port ? ["--public-url", `http://localhost:${this.#port}`] : [];
    // Started anew it stays where it was, so that pages find it.
    const port = this.#port ?? (this.address ? new URL(this.address).port : 0);
    const listen = ["--listen", `127.0.0.1:${port}`, ...named];
    const env = { ...environment(), ...this.#settings, ...this.#clock() };
    const server = spawn(binary, ["serve", ...listen, "--database", database], { env });
    this.#server = server;
    server.stderr.on("data", (text) => (this.#log += text));
    const stopped = new Promise((_, fail) => {
      server.once("error", fail);
      server.once("exit", (code) => fail(new Error(`the server stopped with ${code}:\n${this.#log}`)));
    });
    stopped.catch(() => {});
    const listens = (async () => {
      for await (const line of createInterface({ input: server.stdout })) {
        const address = /http:\/\/\S+/.exec(line)?.[0];
        if (address) return address;
      }
    })();
    this.address = await Promise.race([listens, stopped]);
    if (this.#port) this.address = `http://localhost:${this.#port}`;
    const ready = (await fetch(`${this.address}/health/ready`)).status;
    if (ready !== 200) throw new Error(`the house is not ready: ${ready}\n${this.#log}`);
  }

  /** What moves the server's clock: only the one on the wall, since timers go by the other. */
  #clock() {
    if (this.#days === 0) return {};
    return { LD_PRELOAD: otherDays, FAKETIME: `+${this.#days}d`, FAKETIME_DONT_FAKE_MONOTONIC: "1" };
  }

  /** Lets days pass: the server stops and starts again so much later. Whoever was signed in signs in again. */
  async pass(days) {
    if (!otherDays) throw new Error("no day passes without libfaketime");
    await this.#stop();
    this.#days += days;
    this.#contexts.clear();
    await this.start();
  }

  /**
   * A page of somebody's browser. What goes wrong on it is kept until `page.wentWell()` throws it.
   * @param {string | null} person who signs in; `null` is a resident without account
   * @param {import("playwright-core").BrowserContextOptions} options of the browser; the language is Vietnamese
   */
  async page(person = null, options = {}) {
    const { cookies, ...rest } = options;
    const context = await this.browser.newContext({
      baseURL: this.address,
      locale: "vi-VN",
      timezoneId: "Asia/Ho_Chi_Minh",
      viewport: desk,
      reducedMotion: "reduce",
      ...rest,
    });
    context.setDefaultTimeout(60_000);
    if (person) await context.addCookies(await this.#signIn(person));
    if (cookies) await context.addCookies(cookies.map((cookie) => ({ url: this.address, ...cookie })));
    const page = await context.newPage();
    watch(page, this.address);
    return page;
  }

  /** Signs somebody in once, through the form, and keeps the cookies. */
  async #signIn(person) {
    if (this.#contexts.has(person)) return this.#contexts.get(person);
    const context = await this.browser.newContext({ baseURL: this.address, locale: "vi-VN" });
    const page = await context.newPage();
    await page.goto("/sign-in?next=/sessions");
    await page.fill("[name=name]", person);
    await page.fill("[name=password]", this.password);
    await Promise.all([page.waitForURL("**/sessions"), page.press("[name=password]", "Enter")]);
    const cookies = await context.cookies();
    await context.close();
    this.#contexts.set(person, cookies);
    return cookies;
  }

  /** Lets a quarter of an hour pass since everybody last proved who they are, by the database beside the server. */
  async age() {
    const script = "import sqlite3, sys; db = sqlite3.connect(sys.argv[1], timeout=10); db.execute('update sessions set proved_at = 0'); db.commit()";
    await run("python3", ["-c", script, `${this.#folder}/demo.db`]);
  }

  /** What the server said while it ran. */
  get log() {
    return this.#log;
  }

  /** Nothing answers until the house is started again. */
  async silence() {
    await this.#stop();
  }

  async #stop() {
    if (!this.#server || this.#server.exitCode !== null) return;
    const ended = new Promise((end) => this.#server.once("exit", end));
    this.#server.kill("SIGKILL");
    await ended;
  }

  /** Stops browser and server and removes the copy of the city. */
  async close() {
    await this.browser?.close();
    await this.#stop();
    await files.rm(this.#folder, { recursive: true, force: true });
  }
}

/** Notes errors of the console (the content policy speaks there too), of scripts, and of the server. */
function watch(page, address) {
  const wrong = [];
  page.on("console", (message) => {
    if (message.type() === "error" && !ownStatus.test(message.text())) wrong.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => wrong.push(`script: ${error.message}`));
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(address) && !url.startsWith("data:") && !url.startsWith("blob:")) {
      wrong.push(`asks elsewhere: ${url}`);
    }
  });
  page.on("response", (response) => {
    const isOwn = response.request().isNavigationRequest();
    if (response.status() >= 500 || (response.status() >= 400 && !isOwn)) {
      wrong.push(`${response.status()} ${response.url()}`);
    }
  });
  page.wentWrong = wrong;
  page.wentWell = () => {
    const found = wrong.splice(0);
    if (found.length > 0) throw new Error(`${page.url()}\n${found.join("\n")}`);
  };
}
