package io.github.sharedsession.core;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

import com.sun.management.OperatingSystemMXBean;
import io.github.sharedsession.core.acquire.Waiting;
import io.github.sharedsession.core.session.JvmEnd;

/**
 * A member with several class loaders and threads, each of which takes commands:
 * {@code <loader>/<thread> <command of }{@link ThreadsActor}{@code >}, {@code interrupt
 * <loader>/<thread>}, {@code waits <loader>/<thread>} to be told when it waits for a
 * resource, {@code crowd <loader> <threads> <resource,...> <option>...} for many threads
 * that acquire the resources in turn and tell when all of them wait,
 * {@code close <loader>}, {@code cpu} and {@code end}.
 */
final class ThreadsMain {

	private final Map<String, Object> settings;

	private final Map<String, IsolatedClassLoader> loaders = new HashMap<>();

	private final Map<String, Consumer<String>> actors = new HashMap<>();

	private final Map<String, ExecutorService> executors = new HashMap<>();

	private final Map<String, Thread> threads = new ConcurrentHashMap<>();

	private ThreadsMain(Map<String, Object> settings) {
		this.settings = settings;
	}

	/**
	 * Run with the arguments directory, session and linger in milliseconds.
	 */
	public static void main(String[] args) throws IOException {
		ThreadsMain main = new ThreadsMain(Map.of("directory", args[0], "session", args[1], "linger", args[2]));
		BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
		System.out.println("ready");
		for (String line = commands.readLine(); line != null; line = commands.readLine()) {
			main.run(line.split(" ", 2));
		}
		System.exit(0);
	}

	private void run(String[] command) throws IOException {
		switch (command[0]) {
			case "interrupt" -> thread(command[1]).interrupt();
			case "waits" -> {
				awaitWaiting(List.of(thread(command[1])));
				System.out.println("waits " + command[1]);
			}
			case "crowd" -> crowd(command[1].split(" ", 4));
			case "close" -> {
				Objects.requireNonNull(this.loaders.remove(command[1])).close();
				this.actors.remove(command[1]);
				System.out.println("closed " + command[1]);
			}
			case "cpu" -> System.out.println("cpu "
					+ ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime());
			case "end" -> {
				JvmEnd.run();
				System.out.println("ended");
			}
			default -> run(command[0], command[1]);
		}
	}

	private void run(String name, String command) {
		Consumer<String> actor = actor(name.substring(0, name.indexOf('/')));
		this.executors.computeIfAbsent(name, (key) -> Executors.newSingleThreadExecutor((task) -> {
			Thread thread = new Thread(task, name);
			this.threads.put(name, thread);
			return thread;
		})).execute(() -> actor.accept(command));
	}

	private Thread thread(String name) {
		return Objects.requireNonNull(this.threads.get(name), name);
	}

	private Consumer<String> actor(String loader) {
		return this.actors.computeIfAbsent(loader, (key) -> {
			IsolatedClassLoader classLoader = new IsolatedClassLoader();
			this.loaders.put(key, classLoader);
			Map<String, Object> own = new HashMap<>(this.settings);
			own.put("loader", key);
			return classLoader.create(ThreadsActor.class, own);
		});
	}

	private void crowd(String[] words) {
		Consumer<String> actor = actor(words[0]);
		String[] resources = words[2].split(",", -1);
		List<Thread> crowd = new ArrayList<>();
		for (int i = 0; i < Integer.parseInt(words[1]); i++) {
			String command = "acquire " + resources[i % resources.length] + " - " + words[3];
			crowd.add(new Thread(null, () -> actor.accept(command), words[0] + "/crowd-" + i, 256 * 1024L));
		}
		crowd.forEach(Thread::start);
		new Thread(() -> {
			if (List.of(words).contains("waits")) {
				awaitWaiting(crowd);
				System.out.println("crowd waits");
			}
			crowd.forEach(ThreadsMain::join);
			System.out.println("crowd done");
		}, "crowd").start();
	}

	/**
	 * Return when each of the threads has been seen as it waits for a resource.
	 */
	private static void awaitWaiting(Collection<Thread> threads) {
		List<Thread> left = new ArrayList<>(threads);
		while (!left.isEmpty()) {
			left.removeIf(
					(thread) -> thread.getState() == Thread.State.TIMED_WAITING && Arrays.stream(thread.getStackTrace())
						.anyMatch((element) -> element.getClassName().equals(Waiting.class.getName())));
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
		}
	}

	private static void join(Thread thread) {
		try {
			thread.join();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
