package io.troupe.learner.checkpoint;

import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import io.troupe.proto.CheckpointFile;
import io.troupe.proto.CheckpointManifest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/** Writes and reads one checkpoint's folder. It appears under its name only when all of it is on the disk. */
final class CheckpointFolder {
    static final String MANIFEST = "manifest.json";
    static final String UNFINISHED = ".unfinished-";

    private CheckpointFolder() {
    }

    /** Writes files and manifest into a temporary folder, forces them to the disk, and renames it. */
    static void write(Path folder, CheckpointManifest description, Map<String, ByteBuffer> files) throws IOException {
        Path unfinished = folder.resolveSibling(UNFINISHED + folder.getFileName());
        Files.createDirectories(folder.getParent());
        delete(unfinished);
        Files.createDirectory(unfinished);
        CheckpointManifest.Builder manifest = description.toBuilder().clearFiles();
        for (Map.Entry<String, ByteBuffer> file : files.entrySet()) {
            ByteBuffer bytes = file.getValue();
            manifest.addFiles(CheckpointFile.newBuilder().setName(file.getKey()).setSizeBytes(bytes.remaining())
                .setChecksum(checksum(bytes)));
            writeForced(unfinished.resolve(file.getKey()), bytes);
        }
        byte[] text = ManifestJson.write(manifest.build()).getBytes(StandardCharsets.UTF_8);
        writeForced(unfinished.resolve(MANIFEST), ByteBuffer.wrap(text));
        forceFolder(unfinished);
        Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
        forceFolder(folder.getParent());
    }

    /**
     * Checks a folder against its manifest.
     *
     * @throws TroupeException CHECKPOINT with what is wrong
     */
    static StoredCheckpoint verify(Path folder) {
        CheckpointManifest manifest = ManifestJson.read(folder.resolve(MANIFEST).toString(),
            StandardCharsets.UTF_8.decode(read(folder.resolve(MANIFEST))).toString());
        if (manifest.getFilesCount() == 0) {
            throw new TroupeException(ErrorCode.CHECKPOINT, folder + " lists no files");
        }
        for (CheckpointFile file : manifest.getFilesList()) {
            ByteBuffer bytes = read(folder.resolve(file.getName()));
            if (bytes.remaining() != file.getSizeBytes() || checksum(bytes) != file.getChecksum()) {
                throw new TroupeException(ErrorCode.CHECKPOINT, folder.resolve(file.getName()) + " has "
                    + bytes.remaining() + " bytes with checksum " + checksum(bytes) + ", its manifest says "
                    + file.getSizeBytes() + " with " + file.getChecksum());
            }
        }
        return new StoredCheckpoint(folder, manifest);
    }

    static ByteBuffer read(Path file) {
        try {
            return ByteBuffer.wrap(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new TroupeException(ErrorCode.CHECKPOINT, file + " cannot be read: " + e, e);
        }
    }

    static void delete(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(folder)) {
            List<Path> deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.deleteIfExists(path);
            }
        }
    }

    private static void writeForced(Path file, ByteBuffer bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer rest = bytes.duplicate();
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            channel.force(true);
        }
    }

    /** Without it the new name itself could be lost with the host. Not every system can open a folder: then it is not. */
    private static void forceFolder(Path folder) throws IOException {
        if (System.getProperty("os.name").startsWith("Windows")) {
            return;
        }
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static int checksum(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.duplicate());
        return (int) crc.getValue();
    }
}
