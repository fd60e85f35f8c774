package io.github.sharedsession.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

import com.sun.management.OperatingSystemMXBean;

/**
 * Where it was measured.
 *
 * @param time when the run began
 * @param processors how many there are
 * @param memoryMegabytes how much there is
 * @param os name and version of the operating system
 * @param fileSystem that of the files meanwhile
 * @param java version and name of the virtual machine
 */
record Machine(String time, int processors, long memoryMegabytes, String os, String fileSystem, String java) {

	static Machine current(Path directory) throws IOException {
		OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
		FileStore store = Files.getFileStore(Files.createDirectories(directory));
		return new Machine(Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(), system.getAvailableProcessors(),
				system.getTotalMemorySize() >> 20,
				System.getProperty("os.name") + " " + System.getProperty("os.version"), store.type(),
				System.getProperty("java.runtime.version") + " " + System.getProperty("java.vm.name"));
	}

	/** How many processes have run or waited for a processor, over the last minute. */
	static double load() {
		return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getSystemLoadAverage();
	}

}
