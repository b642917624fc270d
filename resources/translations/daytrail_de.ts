<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>AttachDialog</name>
    <message>
        <source>Attach a source</source>
        <translation>Quelle anhängen</translation>
    </message>
    <message>
        <source>Folder…</source>
        <translation>Ordner…</translation>
    </message>
    <message>
        <source>File…</source>
        <translation>Datei…</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>/path/to/a/file.db</source>
        <translation>/pfad/zu/einer/datei.db</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Attach</source>
        <translation>Anhängen</translation>
    </message>
    <message>
        <source>A file or folder (SQLite, Parquet, CSV, JSON, Iceberg, an export), memos:FILE for a memos database, postgresql://user:password@host/database, s3://bucket/prefix or trino://user@host.</source>
        <translation>Eine Datei oder ein Ordner (SQLite, Parquet, CSV, JSON, Iceberg, ein Export), memos:DATEI für eine memos-Datenbank, postgresql://benutzer:passwort@rechner/datenbank, s3://eimer/anfang oder trino://benutzer@rechner.</translation>
    </message>
    <message>
        <source>Queries only read it. A password goes into the system&apos;s keyring, never into a file.</source>
        <translation>Abfragen lesen sie nur. Ein Passwort kommt in den Schlüsselbund des Systems, niemals in eine Datei.</translation>
    </message>
</context>
<context>
    <name>CategoriesDialog</name>
    <message>
        <source>Categories</source>
        <translation>Kategorien</translation>
    </message>
    <message>
        <source>Category</source>
        <translation>Kategorie</translation>
    </message>
    <message>
        <source>Regular expression</source>
        <translation>Regulärer Ausdruck</translation>
    </message>
    <message>
        <source>What falls into them</source>
        <translation>Was in sie fällt</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>What falls into the categories</source>
        <translation>Was in die Kategorien fällt</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Hinzufügen</translation>
    </message>
    <message>
        <source>Add below</source>
        <translation>Darunter hinzufügen</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Unnamed</source>
        <translation>Ohne Namen</translation>
    </message>
    <message>
        <source>New category</source>
        <translation>Neue Kategorie</translation>
    </message>
    <message>
        <source>The first category that fits counts; drag to put one before another.</source>
        <translation>Die erste passende Kategorie zählt; durch Ziehen kommt eine vor die andere.</translation>
    </message>
    <message>
        <source>Nowhere yet</source>
        <translation>Noch nirgends</translation>
    </message>
</context>
<context>
    <name>ChartSide</name>
    <message>
        <source>Kind of chart</source>
        <translation>Art des Diagramms</translation>
    </message>
    <message>
        <source>Bars</source>
        <translation>Balken</translation>
    </message>
    <message>
        <source>Line</source>
        <translation>Linie</translation>
    </message>
    <message>
        <source>Dots</source>
        <translation>Punkte</translation>
    </message>
    <message>
        <source>Heat map</source>
        <translation>Wärmekarte</translation>
    </message>
    <message>
        <source>Chart · {0}</source>
        <translation>Diagramm · {0}</translation>
    </message>
</context>
<context>
    <name>ChartView</name>
    <message>
        <source>Chart of {0}: {1}</source>
        <translation>Diagramm von {0}: {1}</translation>
    </message>
</context>
<context>
    <name>Comparison</name>
    <message>
        <source>Day before</source>
        <translation>Tag davor</translation>
    </message>
    <message>
        <source>Week before</source>
        <translation>Woche davor</translation>
    </message>
    <message>
        <source>End the comparison</source>
        <translation>Vergleich beenden</translation>
    </message>
    <message>
        <source>The other day</source>
        <translation>Der andere Tag</translation>
    </message>
    <message numerus="yes">
        <source>%Ln day(s) before</source>
        <translation>
            <numerusform>%Ln Tag davor</numerusform>
            <numerusform>%Ln Tage davor</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln day(s) after</source>
        <translation>
            <numerusform>%Ln Tag danach</numerusform>
            <numerusform>%Ln Tage danach</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CrashDialog</name>
    <message>
        <source>Report</source>
        <translation>Bericht</translation>
    </message>
    <message>
        <source>Copy report</source>
        <translation>Bericht kopieren</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Weitermachen</translation>
    </message>
    <message>
        <source>The window made a mistake</source>
        <translation>Dem Fenster ist ein Fehler unterlaufen</translation>
    </message>
    <message>
        <source>Recording goes on, and nothing was lost. This report names only lines of the program, nothing of what you recorded; please send it to the developers.</source>
        <translation>Die Aufzeichnung läuft weiter, und nichts ging verloren. Dieser Bericht nennt nur Zeilen des Programms, nichts von dem, was aufgezeichnet wurde; bitte schicken Sie ihn an die Entwickler.</translation>
    </message>
</context>
<context>
    <name>DayBars</name>
    <message>
        <source>Hits by day, {0} to {1}</source>
        <translation>Treffer nach Tagen, {0} bis {1}</translation>
    </message>
</context>
<context>
    <name>DayButton</name>
    <message>
        <source>Day in view: {0}</source>
        <translation>Gezeigter Tag: {0}</translation>
    </message>
</context>
<context>
    <name>DayPage</name>
    <message>
        <source>Active</source>
        <translation>Aktiv</translation>
    </message>
    <message>
        <source>Spoken</source>
        <translation>Gesprochen</translation>
    </message>
    <message>
        <source>Typed</source>
        <translation>Getippt</translation>
    </message>
    <message>
        <source>On disk</source>
        <translation>Auf der Festplatte</translation>
    </message>
    <message>
        <source>Hour by hour</source>
        <translation>Stunde für Stunde</translation>
    </message>
    <message>
        <source>No window was in focus.</source>
        <translation>Kein Fenster war im Vordergrund.</translation>
    </message>
    <message>
        <source>Nothing to sort yet.</source>
        <translation>Noch nichts einzuordnen.</translation>
    </message>
    <message>
        <source>Edit…</source>
        <translation>Bearbeiten…</translation>
    </message>
    <message numerus="yes">
        <source>%Ln conversation(s)</source>
        <translation>
            <numerusform>%Ln Gespräch</numerusform>
            <numerusform>%Ln Gespräche</numerusform>
        </translation>
    </message>
    <message>
        <source>Day by day</source>
        <translation>Tag für Tag</translation>
    </message>
    <message>
        <source>Nothing was recorded in this time.</source>
        <translation>In dieser Zeit wurde nichts aufgezeichnet.</translation>
    </message>
    <message>
        <source>Everything else</source>
        <translation>Alles andere</translation>
    </message>
    <message>
        <source>screen</source>
        <translation>Bildschirm</translation>
    </message>
    <message>
        <source>sound</source>
        <translation>Ton</translation>
    </message>
    <message>
        <source>camera</source>
        <translation>Kamera</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>Tag</translation>
    </message>
    <message>
        <source>Week</source>
        <translation>Woche</translation>
    </message>
    <message>
        <source>Month</source>
        <translation>Monat</translation>
    </message>
    <message>
        <source>Applications</source>
        <translation>Programme</translation>
    </message>
    <message>
        <source>Categories</source>
        <translation>Kategorien</translation>
    </message>
    <message>
        <source>The year</source>
        <translation>Das Jahr</translation>
    </message>
</context>
<context>
    <name>DiskCard</name>
    <message>
        <source>On disk</source>
        <translation>Auf der Festplatte</translation>
    </message>
    <message>
        <source>Text and events</source>
        <translation>Text und Ereignisse</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>Sound</source>
        <translation>Ton</translation>
    </message>
    <message>
        <source>Other files</source>
        <translation>Andere Dateien</translation>
    </message>
    <message>
        <source>On disk · {used} of {whole}</source>
        <translation>Auf dem Datenträger · {used} von {whole}</translation>
    </message>
    <message>
        <source>{amount} · {kept}</source>
        <translation>{amount} · {kept}</translation>
    </message>
    <message numerus="yes">
        <source>kept %Ln day(s)</source>
        <translation>
            <numerusform>%Ln Tag lang</numerusform>
            <numerusform>%Ln Tage lang</numerusform>
        </translation>
    </message>
    <message>
        <source>kept for ever</source>
        <translation>für immer</translation>
    </message>
    <message>
        <source>Grows by {amount} a day</source>
        <translation>Wächst um {amount} am Tag</translation>
    </message>
    <message>
        <source>{grows}; full on {date}</source>
        <translation>{grows}; voll am {date}</translation>
    </message>
</context>
<context>
    <name>EngineChoice</name>
    <message>
        <source>Engine</source>
        <translation>Ausführung</translation>
    </message>
    <message>
        <source>Which engine runs the statement</source>
        <translation>Wo die Anweisung ausgeführt wird</translation>
    </message>
    <message>
        <source>Engine: {0}</source>
        <translation>Ausführung: {0}</translation>
    </message>
</context>
<context>
    <name>ExportChoice</name>
    <message>
        <source>From</source>
        <translation>Von</translation>
    </message>
    <message>
        <source>To</source>
        <translation>Bis</translation>
    </message>
    <message>
        <source>Everything there is, whenever it was</source>
        <translation>Alles, ganz gleich von wann</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>Gerät</translation>
    </message>
    <message>
        <source>Every device</source>
        <translation>Alle Geräte</translation>
    </message>
    <message>
        <source>Only what this finds</source>
        <translation>Nur was dies findet</translation>
    </message>
    <message>
        <source>Only what this finds: words, “a phrase”, app:editor …</source>
        <translation>Nur, was dies findet: Wörter, „eine Wendung“, app:editor …</translation>
    </message>
    <message>
        <source>The end lies before the beginning.</source>
        <translation>Das Ende liegt vor dem Anfang.</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Wann</translation>
    </message>
    <message>
        <source>Kinds: all, or those pressed</source>
        <translation>Arten: alle, oder die gedrückten</translation>
    </message>
    <message>
        <source>Device and search</source>
        <translation>Gerät und Suche</translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>Format</translation>
    </message>
    <message>
        <source>Check files</source>
        <translation>Dateien prüfen</translation>
    </message>
    <message>
        <source>Compare the files of the folder with what its export wrote</source>
        <translation>Die Dateien des Ordners mit dem vergleichen, was beim Export geschrieben wurde</translation>
    </message>
    <message>
        <source>Also copy pictures and sound</source>
        <translation>Auch Bilder und Ton kopieren</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Wählen…</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>Wird angehalten…</translation>
    </message>
    <message>
        <source>Counting…</source>
        <translation>Wird gezählt …</translation>
    </message>
    <message numerus="yes">
        <source>%Ln event(s) are found.</source>
        <translation>
            <numerusform>%Ln Ereignis wird gefunden.</numerusform>
            <numerusform>%Ln Ereignisse werden gefunden.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln event(s) in all.</source>
        <translation>
            <numerusform>%Ln Ereignis insgesamt.</numerusform>
            <numerusform>%Ln Ereignisse insgesamt.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln event(s) begin in this span.</source>
        <translation>
            <numerusform>%Ln Ereignis beginnt in dieser Spanne.</numerusform>
            <numerusform>%Ln Ereignisse beginnen in dieser Spanne.</numerusform>
        </translation>
    </message>
    <message>
        <source>Checking…</source>
        <translation>Wird geprüft…</translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) are as they were written.</source>
        <translation>
            <numerusform>Die Datei ist so, wie sie geschrieben wurde.</numerusform>
            <numerusform>Alle %Ln Dateien sind so, wie sie geschrieben wurden.</numerusform>
        </translation>
    </message>
    <message>
        <source>Not as it was written: {0}</source>
        <translation>Nicht so, wie es geschrieben wurde: {0}</translation>
    </message>
    <message>
        <source>Choose a folder with its whole path.</source>
        <translation>Wählen Sie einen Ordner mit vollständigem Pfad.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln event(s) written</source>
        <translation>
            <numerusform>%Ln Ereignis geschrieben</numerusform>
            <numerusform>%Ln Ereignisse geschrieben</numerusform>
        </translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message numerus="yes">
        <source>%Ln event(s) in {0} files, {1}, in {2}</source>
        <translation>
            <numerusform>%Ln Ereignis in {0} Dateien, {1}, in {2}</numerusform>
            <numerusform>%Ln Ereignisse in {0} Dateien, {1}, in {2}</numerusform>
        </translation>
    </message>
    <message>
        <source>Stopped; nothing was written.</source>
        <translation>Angehalten; nichts wurde geschrieben.</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Export into</source>
        <translation>Exportieren nach</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>Dateien</translation>
    </message>
    <message>
        <source>Text on the screen</source>
        <translation>Text auf dem Bildschirm</translation>
    </message>
    <message>
        <source>Speech</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>Windows</source>
        <translation>Fenster</translation>
    </message>
    <message>
        <source>Clipboard</source>
        <translation>Zwischenablage</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>Notizen</translation>
    </message>
    <message>
        <source>Web pages</source>
        <translation>Webseiten</translation>
    </message>
    <message>
        <source>Places and ways</source>
        <translation>Orte und Wege</translation>
    </message>
</context>
<context>
    <name>FacetRow</name>
    <message>
        <source>{0}, {1} found</source>
        <translation>{0}, {1} gefunden</translation>
    </message>
</context>
<context>
    <name>Facets</name>
    <message>
        <source>Kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>Application</source>
        <translation>Programm</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Wann</translation>
    </message>
</context>
<context>
    <name>ForgetDialog</name>
    <message>
        <source>Forget</source>
        <translation>Vergessen</translation>
    </message>
    <message numerus="yes">
        <source>The last %Ln minute(s)</source>
        <translation>
            <numerusform>Die letzte Minute</numerusform>
            <numerusform>Die letzten %Ln Minuten</numerusform>
        </translation>
    </message>
    <message>
        <source>From … to …</source>
        <translation>Von … bis …</translation>
    </message>
    <message>
        <source>What to forget</source>
        <translation>Was vergessen werden soll</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Von</translation>
    </message>
    <message>
        <source>To</source>
        <translation>Bis</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Delete for good</source>
        <translation>Endgültig löschen</translation>
    </message>
    <message>
        <source>The end lies before the beginning.</source>
        <translation>Das Ende liegt vor dem Anfang.</translation>
    </message>
    <message>
        <source>Looking what this would delete…</source>
        <translation>Es wird nachgesehen, was dies löschen würde…</translation>
    </message>
    <message>
        <source>Nothing was recorded in this time.</source>
        <translation>In dieser Zeit wurde nichts aufgezeichnet.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln event(s) and {0} of pictures and sound would be deleted.</source>
        <translation>
            <numerusform>%Ln Ereignis und {0} an Bildern und Ton würden gelöscht.</numerusform>
            <numerusform>%Ln Ereignisse und {0} an Bildern und Ton würden gelöscht.</numerusform>
        </translation>
    </message>
    <message>
        <source>Deleting…</source>
        <translation>Wird gelöscht…</translation>
    </message>
    <message>
        <source>Deleted for good: events, text, pictures and sound. There is no way back.</source>
        <translation>Endgültig gelöscht werden Ereignisse, Text, Bilder und Ton. Es gibt kein Zurück.</translation>
    </message>
</context>
<context>
    <name>GotoDialog</name>
    <message>
        <source>10:42 · yesterday 9:00 · 20 Nov 2026 · 2026-11 · 2 h ago</source>
        <translation>10:42 · gestern 9:00 · 20. Nov. 2026 · 2026-11 · vor 2 Std.</translation>
    </message>
    <message>
        <source>Go to</source>
        <translation>Gehe zu</translation>
    </message>
    <message>
        <source>Date or time</source>
        <translation>Datum oder Uhrzeit</translation>
    </message>
    <message>
        <source>now</source>
        <translation>jetzt</translation>
    </message>
    <message>
        <source>today</source>
        <translation>heute</translation>
    </message>
    <message>
        <source>yesterday</source>
        <translation>gestern</translation>
    </message>
    <message>
        <source>ago</source>
        <translation>vor,her</translation>
    </message>
    <message>
        <source>s,second,seconds</source>
        <translation>s,sek,sekunde,sekunden</translation>
    </message>
    <message>
        <source>min,minute,minutes</source>
        <translation>min,minute,minuten</translation>
    </message>
    <message>
        <source>h,hour,hours</source>
        <translation>h,std,stunde,stunden</translation>
    </message>
    <message>
        <source>d,day,days</source>
        <translation>d,tag,tage,tagen</translation>
    </message>
    <message>
        <source>w,week,weeks</source>
        <translation>w,woche,wochen</translation>
    </message>
    <message>
        <source>y,year,years</source>
        <translation>j,jahr,jahre,jahren</translation>
    </message>
    <message>
        <source>Not a date or time</source>
        <translation>Weder Datum noch Uhrzeit</translation>
    </message>
</context>
<context>
    <name>GroupList</name>
    <message>
        <source>Find a setting</source>
        <translation>Einstellung finden</translation>
    </message>
</context>
<context>
    <name>GroupView</name>
    <message>
        <source>No setting has these words in it.</source>
        <translation>Keine Einstellung enthält diese Wörter.</translation>
    </message>
</context>
<context>
    <name>HeatMap</name>
    <message>
        <source>The year {0}</source>
        <translation>Das Jahr {0}</translation>
    </message>
    <message numerus="yes">
        <source>%Ln day(s) recorded</source>
        <translation>
            <numerusform>%Ln Tag aufgezeichnet</numerusform>
            <numerusform>%Ln Tage aufgezeichnet</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Inspector</name>
    <message>
        <source>Process again</source>
        <translation>Erneut verarbeiten</translation>
    </message>
    <message>
        <source>Nothing else is known of this moment.</source>
        <translation>Sonst ist von diesem Augenblick nichts bekannt.</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>Notizen</translation>
    </message>
    <message>
        <source>Speech</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>On screen</source>
        <translation>Auf dem Bildschirm</translation>
    </message>
    <message>
        <source>At this moment</source>
        <translation>In diesem Augenblick</translation>
    </message>
    <message>
        <source>Found in the picture</source>
        <translation>Im Bild gefunden</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>Ort</translation>
    </message>
    <message>
        <source>Provenance</source>
        <translation>Herkunft</translation>
    </message>
</context>
<context>
    <name>LiveText</name>
    <message>
        <source>Being said</source>
        <translation>Wird gerade gesagt</translation>
    </message>
</context>
<context>
    <name>LongTable</name>
    <message>
        <source>Rows</source>
        <translation>Zeilen</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Quit Daytrail?</source>
        <translation>Daytrail beenden?</translation>
    </message>
    <message>
        <source>This desktop shows no tray icons, so Daytrail cannot go on in the background. Quitting ends recording.</source>
        <translation>Diese Arbeitsfläche zeigt keine Symbole im Infobereich, darum kann Daytrail nicht im Hintergrund weiterlaufen. Mit dem Beenden endet die Aufzeichnung.</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Beenden</translation>
    </message>
    <message>
        <source>&amp;Minimize</source>
        <translation>&amp;Minimieren</translation>
    </message>
    <message numerus="yes">
        <source>%Ln event(s) deleted</source>
        <translation>
            <numerusform>%Ln Ereignis gelöscht</numerusform>
            <numerusform>%Ln Ereignisse gelöscht</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Marking</name>
    <message>
        <source>Undone: {0}</source>
        <translation>Rückgängig: {0}</translation>
    </message>
    <message>
        <source>Nothing to undo</source>
        <translation>Nichts rückgängig zu machen</translation>
    </message>
    <message>
        <source>Done again: {0}</source>
        <translation>Wiederholt: {0}</translation>
    </message>
    <message>
        <source>Nothing to do again</source>
        <translation>Nichts zu wiederholen</translation>
    </message>
    <message>
        <source>Note · {0}</source>
        <translation>Notiz · {0}</translation>
    </message>
    <message>
        <source>Tag · {0}</source>
        <translation>Schlagwort · {0}</translation>
    </message>
    <message>
        <source>Bookmark · {0}</source>
        <translation>Lesezeichen · {0}</translation>
    </message>
</context>
<context>
    <name>MarksList</name>
    <message>
        <source>Change or delete</source>
        <translation>Ändern oder löschen</translation>
    </message>
    <message>
        <source>Change or delete: {0}</source>
        <translation>Ändern oder löschen: {0}</translation>
    </message>
    <message>
        <source>Bookmark</source>
        <translation>Lesezeichen</translation>
    </message>
</context>
<context>
    <name>Minimap</name>
    <message>
        <source>Overview</source>
        <translation>Übersicht</translation>
    </message>
</context>
<context>
    <name>ModelList</name>
    <message>
        <source>Check all files</source>
        <translation>Alle Dateien prüfen</translation>
    </message>
    <message>
        <source>Looking which are there…</source>
        <translation>Es wird nachgesehen, welche da sind …</translation>
    </message>
    <message>
        <source>Reading every file…</source>
        <translation>Jede Datei wird gelesen …</translation>
    </message>
    <message numerus="yes">
        <source>%Ln model(s) as they should be</source>
        <translation>
            <numerusform>%Ln Modell, wie es sein soll</numerusform>
            <numerusform>%Ln Modelle, wie sie sein sollen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln damaged</source>
        <translation>
            <numerusform>%Ln beschädigt</numerusform>
            <numerusform>%Ln beschädigt</numerusform>
        </translation>
    </message>
    <message>
        <source>Stopped. What was fetched is kept; fetched again, it goes on from there.</source>
        <translation>Angehalten. Was geholt ist, bleibt; erneut geholt, geht es dort weiter.</translation>
    </message>
    <message>
        <source>Remove {0}?</source>
        <translation>{0} entfernen?</translation>
    </message>
    <message>
        <source>{0} become free. What it understood stays; it can be fetched again.</source>
        <translation>{0} werden frei. Was damit verstanden wurde, bleibt; es kann erneut geholt werden.</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Finding speech</source>
        <translation>Sprache finden</translation>
    </message>
    <message>
        <source>Writing down speech</source>
        <translation>Sprache aufschreiben</translation>
    </message>
    <message>
        <source>Reading the screen</source>
        <translation>Bildschirm lesen</translation>
    </message>
    <message>
        <source>Search by meaning</source>
        <translation>Suche nach Bedeutung</translation>
    </message>
    <message>
        <source>Naming objects</source>
        <translation>Gegenstände benennen</translation>
    </message>
    <message>
        <source>Finding faces</source>
        <translation>Gesichter finden</translation>
    </message>
</context>
<context>
    <name>ModelRow</name>
    <message>
        <source>How much of {0} has been fetched</source>
        <translation>Wie viel von {0} geholt ist</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>Verwenden</translation>
    </message>
    <message>
        <source>Use {0}</source>
        <translation>{0} verwenden</translation>
    </message>
    <message>
        <source>Fetch</source>
        <translation>Holen</translation>
    </message>
    <message>
        <source>Fetch {0}</source>
        <translation>{0} holen</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Stop fetching {0}</source>
        <translation>Holen von {0} anhalten</translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation>Entfernen …</translation>
    </message>
    <message>
        <source>Remove {0}</source>
        <translation>{0} entfernen</translation>
    </message>
    <message>
        <source>Use another one first</source>
        <translation>Zuerst ein anderes verwenden</translation>
    </message>
    <message>
        <source>{0} of {1}</source>
        <translation>{0} von {1}</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>In Verwendung</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>Bereit</translation>
    </message>
    <message>
        <source>Comes with Python packages that are not installed: {0}</source>
        <translation>Kommt mit Python-Paketen, die nicht installiert sind: {0}</translation>
    </message>
    <message>
        <source>Not on this computer. Nobody has tried it with Daytrail yet.</source>
        <translation>Nicht auf diesem Computer. Mit Daytrail hat es noch niemand erprobt.</translation>
    </message>
    <message>
        <source>Not on this computer.</source>
        <translation>Nicht auf diesem Computer.</translation>
    </message>
</context>
<context>
    <name>MomentView</name>
    <message>
        <source>Nothing was kept here.</source>
        <translation>Hier wurde nichts behalten.</translation>
    </message>
    <message>
        <source>No picture of this moment</source>
        <translation>Kein Bild von diesem Augenblick</translation>
    </message>
    <message>
        <source>The screen was not recorded here.</source>
        <translation>Der Bildschirm wurde hier nicht aufgezeichnet.</translation>
    </message>
    <message>
        <source>The picture cannot be shown</source>
        <translation>Das Bild kann nicht gezeigt werden</translation>
    </message>
    <message>
        <source>Its file is missing or damaged; the text found on it is kept.</source>
        <translation>Seine Datei fehlt oder ist beschädigt; der darin gefundene Text ist erhalten.</translation>
    </message>
    <message>
        <source>Display {0} of {1}</source>
        <translation>Bildschirm {0} von {1}</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>Kamera</translation>
    </message>
    <message>
        <source>Show the next picture of this moment</source>
        <translation>Das nächste Bild dieses Augenblicks zeigen</translation>
    </message>
    <message>
        <source>This moment cannot be read</source>
        <translation>Dieser Augenblick kann nicht gelesen werden</translation>
    </message>
</context>
<context>
    <name>NoteEditor</name>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>What you want to remember</source>
        <translation>Woran Sie sich erinnern möchten</translation>
    </message>
    <message>
        <source>One tag, such as: quarterly review</source>
        <translation>Ein Schlagwort, etwa: Quartalsbericht</translation>
    </message>
    <message>
        <source>A name for the bookmark, or nothing</source>
        <translation>Ein Name für das Lesezeichen, oder keiner</translation>
    </message>
</context>
<context>
    <name>Notebook</name>
    <message>
        <source>Place named</source>
        <translation>Ort benannt</translation>
    </message>
    <message>
        <source>Note added</source>
        <translation>Notiz hinzugefügt</translation>
    </message>
    <message>
        <source>Note changed</source>
        <translation>Notiz geändert</translation>
    </message>
    <message>
        <source>Note deleted</source>
        <translation>Notiz gelöscht</translation>
    </message>
    <message>
        <source>Tag added</source>
        <translation>Schlagwort hinzugefügt</translation>
    </message>
    <message>
        <source>Tag changed</source>
        <translation>Schlagwort geändert</translation>
    </message>
    <message>
        <source>Tag deleted</source>
        <translation>Schlagwort gelöscht</translation>
    </message>
    <message>
        <source>Bookmark added</source>
        <translation>Lesezeichen hinzugefügt</translation>
    </message>
    <message>
        <source>Bookmark changed</source>
        <translation>Lesezeichen geändert</translation>
    </message>
    <message>
        <source>Bookmark deleted</source>
        <translation>Lesezeichen gelöscht</translation>
    </message>
</context>
<context>
    <name>Pages</name>
    <message>
        <source>Everywhere</source>
        <translation>Überall</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>Zeitleiste</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Suche</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>Tag</translation>
    </message>
    <message>
        <source>Query</source>
        <translation>Abfrage</translation>
    </message>
    <message>
        <source>Sources</source>
        <translation>Quellen</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
</context>
<context>
    <name>ParameterBar</name>
    <message>
        <source>Value of {0}</source>
        <translation>Wert von {0}</translation>
    </message>
</context>
<context>
    <name>PictureView</name>
    <message>
        <source>Picture of this moment</source>
        <translation>Bild dieses Augenblicks</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Search for “{0}”</source>
        <translation>Nach „{0}“ suchen</translation>
    </message>
    <message>
        <source>Select all text</source>
        <translation>Allen Text auswählen</translation>
    </message>
    <message>
        <source>Copy picture</source>
        <translation>Bild kopieren</translation>
    </message>
    <message>
        <source>Picture of the screen</source>
        <translation>Bild des Bildschirms</translation>
    </message>
    <message>
        <source>No picture</source>
        <translation>Kein Bild</translation>
    </message>
    <message>
        <source>No picture of this moment</source>
        <translation>Kein Bild von diesem Augenblick</translation>
    </message>
</context>
<context>
    <name>PlaceMap</name>
    <message>
        <source>Map of the day</source>
        <translation>Karte des Tages</translation>
    </message>
</context>
<context>
    <name>PlaceSection</name>
    <message>
        <source>Rename…</source>
        <translation>Umbenennen…</translation>
    </message>
    <message>
        <source>Name this place…</source>
        <translation>Diesen Ort benennen…</translation>
    </message>
    <message>
        <source>Not known at this moment</source>
        <translation>In diesem Moment nicht bekannt</translation>
    </message>
    <message>
        <source>Name of the place</source>
        <translation>Name des Ortes</translation>
    </message>
    <message>
        <source>What do you call this place? Every stay within 150 m of it gets the name.</source>
        <translation>Wie nennen Sie diesen Ort? Jeder Aufenthalt im Umkreis von 150 m bekommt den Namen.</translation>
    </message>
</context>
<context>
    <name>Preview</name>
    <message>
        <source>Text of this moment</source>
        <translation>Text dieses Augenblicks</translation>
    </message>
    <message>
        <source>Open in timeline</source>
        <translation>In der Zeitleiste öffnen</translation>
    </message>
    <message>
        <source>Copy text</source>
        <translation>Text kopieren</translation>
    </message>
    <message>
        <source>Text copied</source>
        <translation>Text kopiert</translation>
    </message>
    <message>
        <source>Around this moment</source>
        <translation>Um diesen Augenblick</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>Vorschau</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Text</translation>
    </message>
</context>
<context>
    <name>QueryPage</name>
    <message>
        <source>Query {0}</source>
        <translation>Abfrage {0}</translation>
    </message>
    <message>
        <source>New query</source>
        <translation>Neue Abfrage</translation>
    </message>
    <message>
        <source>History ▾</source>
        <translation>Verlauf ▾</translation>
    </message>
</context>
<context>
    <name>QuerySide</name>
    <message>
        <source>Find a table or column…</source>
        <translation>Tabelle oder Spalte finden…</translation>
    </message>
    <message>
        <source>Sources</source>
        <translation>Quellen</translation>
    </message>
    <message>
        <source>Saved queries</source>
        <translation>Gespeicherte Abfragen</translation>
    </message>
    <message>
        <source>+ Attach a source…</source>
        <translation>+ Quelle anhängen…</translation>
    </message>
    <message>
        <source>away</source>
        <translation>fort</translation>
    </message>
    <message>
        <source>Saved</source>
        <translation>Gespeichert</translation>
    </message>
    <message>
        <source>Insert name</source>
        <translation>Namen einfügen</translation>
    </message>
    <message>
        <source>Detach</source>
        <translation>Abhängen</translation>
    </message>
    <message>
        <source>Show sample rows</source>
        <translation>Beispielzeilen zeigen</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
</context>
<context>
    <name>QueryTab</name>
    <message>
        <source>Cancelled · {0}</source>
        <translation>Abgebrochen · {0}</translation>
    </message>
    <message>
        <source>Running…</source>
        <translation>Läuft …</translation>
    </message>
    <message>
        <source>{0} of {1} rows</source>
        <translation>{0} von {1} Zeilen</translation>
    </message>
    <message>
        <source>(there are more)</source>
        <translation>(es gibt mehr)</translation>
    </message>
    <message>
        <source>read-only</source>
        <translation>nur lesend</translation>
    </message>
    <message>
        <source>1 row</source>
        <translation>1 Zeile</translation>
    </message>
    <message>
        <source>{0} rows</source>
        <translation>{0} Zeilen</translation>
    </message>
    <message>
        <source>1 source</source>
        <translation>1 Quelle</translation>
    </message>
    <message>
        <source>{0} sources</source>
        <translation>{0} Quellen</translation>
    </message>
    <message>
        <source>Save query</source>
        <translation>Abfrage speichern</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Name of the lane</source>
        <translation>Name der Spur</translation>
    </message>
    <message>
        <source>Pin to the timeline</source>
        <translation>An die Zeitleiste heften</translation>
    </message>
    <message>
        <source>Run a statement that has a column with a time first.</source>
        <translation>Führen Sie zuerst eine Anweisung aus, die eine Spalte mit einer Zeit hat.</translation>
    </message>
    <message>
        <source>“{0}” is a lane of the timeline now</source>
        <translation>„{0}“ ist jetzt eine Spur der Zeitleiste</translation>
    </message>
    <message>
        <source>Export answer</source>
        <translation>Antwort exportieren</translation>
    </message>
    <message>
        <source>{0} rows written to {1}</source>
        <translation>{0} Zeilen nach {1} geschrieben</translation>
    </message>
    <message>
        <source>The answer could not be written: {0}</source>
        <translation>Die Antwort konnte nicht geschrieben werden: {0}</translation>
    </message>
    <message>
        <source>{0} rows copied</source>
        <translation>{0} Zeilen kopiert</translation>
    </message>
    <message>
        <source>The first {0} of {1} rows copied</source>
        <translation>Die ersten {0} von {1} Zeilen kopiert</translation>
    </message>
    <message>
        <source>Write a statement and run it with Ctrl+Return, or choose a saved query at the left.
Queries only read; what is recorded is the catalog live.</source>
        <translation>Schreiben Sie eine Anweisung und führen Sie sie mit Strg+Eingabe aus, oder wählen Sie links eine gespeicherte Abfrage.
Abfragen lesen nur; das Aufgezeichnete ist der Katalog live.</translation>
    </message>
</context>
<context>
    <name>Rail</name>
    <message>
        <source>Pages</source>
        <translation>Seiten</translation>
    </message>
</context>
<context>
    <name>RecorderActions</name>
    <message>
        <source>Pause for 15 minutes</source>
        <translation>15 Minuten anhalten</translation>
    </message>
    <message>
        <source>Pause for 1 hour</source>
        <translation>1 Stunde anhalten</translation>
    </message>
    <message>
        <source>Pause until tomorrow</source>
        <translation>Bis morgen anhalten</translation>
    </message>
    <message>
        <source>Private mode</source>
        <translation>Privater Modus</translation>
    </message>
    <message>
        <source>Resume recording</source>
        <translation>Aufzeichnung fortsetzen</translation>
    </message>
    <message>
        <source>Start recording</source>
        <translation>Aufzeichnung beginnen</translation>
    </message>
</context>
<context>
    <name>RecorderModel</name>
    <message>
        <source>Not recording</source>
        <translation>Keine Aufzeichnung</translation>
    </message>
    <message numerus="yes">
        <source>Recording · %Ln source(s)</source>
        <translation>
            <numerusform>Aufzeichnung · %Ln Quelle</numerusform>
            <numerusform>Aufzeichnung · %Ln Quellen</numerusform>
        </translation>
    </message>
    <message>
        <source>Paused until {0}</source>
        <translation>Angehalten bis {0}</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>Private</source>
        <translation>Privat</translation>
    </message>
    <message>
        <source>Recorded by another process</source>
        <translation>Von einem anderen Prozess aufgezeichnet</translation>
    </message>
    <message numerus="yes">
        <source>%Ln in trouble</source>
        <translation>
            <numerusform>%Ln gestört</numerusform>
            <numerusform>%Ln gestört</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Reprocessing</name>
    <message>
        <source>Another span is being processed; wait until it is done.</source>
        <translation>Eine andere Spanne wird verarbeitet; warten Sie, bis sie fertig ist.</translation>
    </message>
    <message>
        <source>Processing again…</source>
        <translation>Wird erneut verarbeitet…</translation>
    </message>
    <message>
        <source>Processing again failed; its log says more.</source>
        <translation>Das erneute Verarbeiten ist fehlgeschlagen; sein Protokoll sagt mehr.</translation>
    </message>
    <message numerus="yes">
        <source>Processed again: %Ln result(s)</source>
        <translation>
            <numerusform>Erneut verarbeitet: %Ln Ergebnis</numerusform>
            <numerusform>Erneut verarbeitet: %Ln Ergebnisse</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ResultTable</name>
    <message>
        <source>Answer</source>
        <translation>Antwort</translation>
    </message>
</context>
<context>
    <name>Results</name>
    <message>
        <source>Results</source>
        <translation>Ergebnisse</translation>
    </message>
</context>
<context>
    <name>RulesDialog</name>
    <message>
        <source>Such as secret* or re:^Bank</source>
        <translation>Etwa geheim* oder re:^Bank</translation>
    </message>
    <message>
        <source>New pattern</source>
        <translation>Neues Muster</translation>
    </message>
    <message>
        <source>* and ? stand for anything; re: begins a regular expression</source>
        <translation>* und ? stehen für Beliebiges; re: beginnt einen regulären Ausdruck</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Hinzufügen</translation>
    </message>
    <message>
        <source>Pick a window…</source>
        <translation>Fenster wählen…</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Restore defaults</source>
        <translation>Vorgaben wiederherstellen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Comes with Daytrail</source>
        <translation>Gehört zu Daytrail</translation>
    </message>
    <message>
        <source>No windows were recorded yet</source>
        <translation>Noch wurden keine Fenster aufgezeichnet</translation>
    </message>
</context>
<context>
    <name>RulesEditor</name>
    <message numerus="yes">
        <source>Edit %Ln rule(s)…</source>
        <translation>
            <numerusform>%Ln Regel bearbeiten…</numerusform>
            <numerusform>%Ln Regeln bearbeiten…</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SearchBox</name>
    <message>
        <source>Search everything you saw, heard or did…</source>
        <translation>Alles durchsuchen, was Sie sahen, hörten oder taten…</translation>
    </message>
    <message>
        <source>Ctrl K</source>
        <translation>Strg K</translation>
    </message>
</context>
<context>
    <name>SearchView</name>
    <message>
        <source>Searching…</source>
        <translation>Suche…</translation>
    </message>
    <message numerus="yes">
        <source>%Ln moment(s)</source>
        <translation>
            <numerusform>%Ln Augenblick</numerusform>
            <numerusform>%Ln Augenblicke</numerusform>
        </translation>
    </message>
    <message>
        <source>{0} in {1} ms</source>
        <translation>{0} in {1} ms</translation>
    </message>
    <message>
        <source>Try fewer or shorter words, or take a filter away. What was recorded a moment ago is included.</source>
        <translation>Versuchen Sie es mit weniger oder kürzeren Wörtern, oder nehmen Sie einen Filter weg. Was eben erst aufgezeichnet wurde, ist dabei.</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>Nichts gefunden</translation>
    </message>
    <message>
        <source>This search cannot be read</source>
        <translation>Diese Suche ist nicht zu verstehen</translation>
    </message>
    <message>
        <source>The search failed</source>
        <translation>Die Suche ist fehlgeschlagen</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal versuchen</translation>
    </message>
    <message>
        <source>Type what you saw, heard or did. &quot;A phrase&quot; in quotes, -without a word, a beginning with inv*; app:firefox, kind:speech, on:yesterday, after:2026-11-01, before:10m narrow it.</source>
        <translation>Geben Sie ein, was Sie sahen, hörten oder taten. &quot;Wortfolgen&quot; in Anführungszeichen, -ohne ein Wort, Wortanfänge mit rech*; app:firefox, kind:speech, on:yesterday, after:2026-11-01, before:10m grenzen ein.</translation>
    </message>
    <message>
        <source>Search everything that was recorded</source>
        <translation>Alles Aufgezeichnete durchsuchen</translation>
    </message>
    <message>
        <source>newest first</source>
        <translation>neueste zuerst</translation>
    </message>
    <message>
        <source>best first</source>
        <translation>beste zuerst</translation>
    </message>
    <message>
        <source>Order of results</source>
        <translation>Reihenfolge der Ergebnisse</translation>
    </message>
</context>
<context>
    <name>SettingRow</name>
    <message>
        <source>Restore the default</source>
        <translation>Vorgabe wiederherstellen</translation>
    </message>
    <message>
        <source>Restore the default of {0}</source>
        <translation>Vorgabe von {0} wiederherstellen</translation>
    </message>
</context>
<context>
    <name>SettingsPage</name>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Shortcuts</source>
        <translation>Tastenkürzel</translation>
    </message>
    <message>
        <source>About</source>
        <translation>Über</translation>
    </message>
    <message numerus="yes">
        <source>… and %Ln more; type another word.</source>
        <translation>
            <numerusform>… und %Ln weitere; tippen Sie noch ein Wort.</numerusform>
            <numerusform>… und %Ln weitere; tippen Sie noch ein Wort.</numerusform>
        </translation>
    </message>
    <message>
        <source>They understand what is recorded, on this computer. What comes with Daytrail works without a network; more is fetched only when you say so.</source>
        <translation>Sie verstehen auf diesem Computer, was aufgezeichnet ist. Was mit Daytrail kommt, arbeitet ohne Netz; mehr wird nur geholt, wenn Sie es sagen.</translation>
    </message>
    <message>
        <source>No program here opens folders; it is at {0}</source>
        <translation>Kein Programm öffnet hier Ordner; er liegt unter {0}</translation>
    </message>
</context>
<context>
    <name>ShortcutsDialog</name>
    <message>
        <source>Keys and gestures</source>
        <translation>Tasten und Gesten</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>Pointer</source>
        <translation>Zeiger</translation>
    </message>
</context>
<context>
    <name>SourceRow</name>
    <message>
        <source>Settings of this source</source>
        <translation>Einstellungen dieser Quelle</translation>
    </message>
    <message>
        <source>Record: {0}</source>
        <translation>Aufzeichnen: {0}</translation>
    </message>
    <message>
        <source>{0} today</source>
        <translation>heute {0}</translation>
    </message>
</context>
<context>
    <name>SourcesPage</name>
    <message>
        <source>Sources</source>
        <translation>Quellen</translation>
    </message>
    <message>
        <source>Last 24 hours</source>
        <translation>Letzte 24 Stunden</translation>
    </message>
    <message numerus="yes">
        <source>%Ln event(s)</source>
        <translation>
            <numerusform>%Ln Ereignis</numerusform>
            <numerusform>%Ln Ereignisse</numerusform>
        </translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>nichts</translation>
    </message>
    <message>
        <source>healthy</source>
        <translation>gesund</translation>
    </message>
    <message>
        <source>degraded</source>
        <translation>eingeschränkt</translation>
    </message>
    <message>
        <source>unhealthy</source>
        <translation>gestört</translation>
    </message>
    <message>
        <source>today:</source>
        <translation>heute:</translation>
    </message>
    <message>
        <source>recorded</source>
        <translation>aufgezeichnet</translation>
    </message>
    <message>
        <source>held back</source>
        <translation>zurückgehalten</translation>
    </message>
    <message>
        <source>missing</source>
        <translation>fehlt</translation>
    </message>
    <message>
        <source>not running</source>
        <translation>läuft nicht</translation>
    </message>
    <message>
        <source>Recorded</source>
        <translation>Aufgezeichnet</translation>
    </message>
    <message>
        <source>Put aside</source>
        <translation>Beiseitegelegt</translation>
    </message>
    <message>
        <source>Health</source>
        <translation>Zustand</translation>
    </message>
</context>
<context>
    <name>SpanCopy</name>
    <message numerus="yes">
        <source>%Ln line(s) copied</source>
        <translation>
            <numerusform>%Ln Zeile kopiert</numerusform>
            <numerusform>%Ln Zeilen kopiert</numerusform>
        </translation>
    </message>
    <message>
        <source>No text here</source>
        <translation>Hier ist kein Text</translation>
    </message>
</context>
<context>
    <name>SqlEditor</name>
    <message>
        <source>SQL statement</source>
        <translation>SQL-Anweisung</translation>
    </message>
    <message>
        <source>SELECT app, sum(seconds) FROM live.window_usage GROUP BY app</source>
        <translation>SELECT app, sum(seconds) FROM live.window_usage GROUP BY app</translation>
    </message>
</context>
<context>
    <name>TimelineCanvas</name>
    <message>
        <source>Timeline</source>
        <translation>Zeitleiste</translation>
    </message>
    <message>
        <source>Zoom in to tell devices apart</source>
        <translation>Zum Unterscheiden der Geräte näher heran</translation>
    </message>
</context>
<context>
    <name>TimelinePage</name>
    <message>
        <source>The recordings cannot be read</source>
        <translation>Die Aufzeichnungen können nicht gelesen werden</translation>
    </message>
    <message numerus="yes">
        <source>%Ln display(s)</source>
        <translation>
            <numerusform>%Ln Bildschirm</numerusform>
            <numerusform>%Ln Bildschirme</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ToolBar</name>
    <message>
        <source>▶ Run</source>
        <translation>▶ Ausführen</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>Ausführen</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Save…</source>
        <translation>Speichern…</translation>
    </message>
    <message>
        <source>Export ▾</source>
        <translation>Exportieren ▾</translation>
    </message>
    <message>
        <source>More ▾</source>
        <translation>Mehr ▾</translation>
    </message>
    <message>
        <source>Filter rows…</source>
        <translation>Zeilen filtern…</translation>
    </message>
    <message>
        <source>Filter rows</source>
        <translation>Zeilen filtern</translation>
    </message>
    <message>
        <source>Copy all</source>
        <translation>Alles kopieren</translation>
    </message>
    <message>
        <source>Lay out</source>
        <translation>Anordnen</translation>
    </message>
    <message>
        <source>Explain</source>
        <translation>Erklären</translation>
    </message>
    <message>
        <source>Pin to the timeline…</source>
        <translation>An die Zeitleiste heften…</translation>
    </message>
</context>
<context>
    <name>TopBar</name>
    <message>
        <source>Previous day</source>
        <translation>Voriger Tag</translation>
    </message>
    <message>
        <source>Next day</source>
        <translation>Nächster Tag</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Heute</translation>
    </message>
    <message>
        <source>{0} in view</source>
        <translation>{0} im Blick</translation>
    </message>
    <message>
        <source>Recorder: {0}</source>
        <translation>Aufzeichnung: {0}</translation>
    </message>
</context>
<context>
    <name>TranscriptLabel</name>
    <message>
        <source>Speech</source>
        <translation>Sprache</translation>
    </message>
</context>
<context>
    <name>Transport</name>
    <message>
        <source>Previous change (←)</source>
        <translation>Vorige Änderung (←)</translation>
    </message>
    <message>
        <source>Play (Space)</source>
        <translation>Abspielen (Leertaste)</translation>
    </message>
    <message>
        <source>Next change (→)</source>
        <translation>Nächste Änderung (→)</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>Geschwindigkeit</translation>
    </message>
    <message>
        <source>Skip what is silent</source>
        <translation>Stille überspringen</translation>
    </message>
    <message>
        <source>Pause (Space)</source>
        <translation>Anhalten (Leertaste)</translation>
    </message>
    <message>
        <source>← → previous / next change · Space plays · Shift-drag selects a range</source>
        <translation>← → vorige / nächste Änderung · Leertaste spielt ab · Ziehen mit Umschalt wählt eine Spanne</translation>
    </message>
</context>
<context>
    <name>Tray</name>
    <message>
        <source>Open Daytrail</source>
        <translation>Daytrail öffnen</translation>
    </message>
    <message>
        <source>Forget</source>
        <translation>Vergessen</translation>
    </message>
    <message numerus="yes">
        <source>The last %Ln minute(s)…</source>
        <translation>
            <numerusform>Die letzte Minute…</numerusform>
            <numerusform>Die letzten %Ln Minuten…</numerusform>
        </translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
</context>
<context>
    <name>Welcome</name>
    <message>
        <source>Not now</source>
        <translation>Nicht jetzt</translation>
    </message>
    <message>
        <source>Start recording</source>
        <translation>Aufzeichnung beginnen</translation>
    </message>
    <message>
        <source>Screen and window titles</source>
        <translation>Bildschirm und Fenstertitel</translation>
    </message>
    <message>
        <source>Pictures when something changes; private windows and password managers never</source>
        <translation>Bilder, wenn sich etwas ändert; private Fenster und Passwortverwaltungen nie</translation>
    </message>
    <message>
        <source>Keyboard and pointer activity</source>
        <translation>Tätigkeit an Tastatur und Zeiger</translation>
    </message>
    <message>
        <source>How much, never which keys</source>
        <translation>Wie viel, niemals welche Tasten</translation>
    </message>
    <message>
        <source>Microphone</source>
        <translation>Mikrofon</translation>
    </message>
    <message>
        <source>Speech becomes text on this computer; everybody within hearing is recorded</source>
        <translation>Sprache wird auf diesem Rechner zu Text; jeder in Hörweite wird aufgezeichnet</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>Kamera</translation>
    </message>
    <message>
        <source>A still now and then</source>
        <translation>Hin und wieder ein Standbild</translation>
    </message>
    <message>
        <source>Clipboard</source>
        <translation>Zwischenablage</translation>
    </message>
    <message>
        <source>Text that you copy, which may be a secret</source>
        <translation>Text, den Sie kopieren, womöglich ein Geheimnis</translation>
    </message>
    <message>
        <source>Before anything is recorded</source>
        <translation>Bevor etwas aufgezeichnet wird</translation>
    </message>
    <message>
        <source>Daytrail keeps a private record of what happens on this computer, on this computer. Choose what it may record. You can change this, pause it, or delete any part of it at any time.</source>
        <translation>Daytrail führt ein privates Verzeichnis dessen, was auf diesem Rechner geschieht, auf diesem Rechner. Wählen Sie, was es aufzeichnen darf. Sie können dies jederzeit ändern, anhalten oder jeden Teil davon löschen.</translation>
    </message>
    <message>
        <source>Kept in</source>
        <translation>Abgelegt in</translation>
    </message>
    <message>
        <source>readable by you alone. Nothing is sent anywhere.</source>
        <translation>nur für Sie lesbar. Nichts wird irgendwohin gesendet.</translation>
    </message>
</context>
<context>
    <name>WorkCard</name>
    <message>
        <source>Work to do</source>
        <translation>Offene Arbeit</translation>
    </message>
</context>
<context>
    <name>WorkRow</name>
    <message>
        <source>off</source>
        <translation>aus</translation>
    </message>
    <message>
        <source>unavailable</source>
        <translation>nicht verfügbar</translation>
    </message>
    <message>
        <source>up to date</source>
        <translation>auf dem neuesten Stand</translation>
    </message>
    <message>
        <source>{0} waiting</source>
        <translation>{0} warten</translation>
    </message>
    <message>
        <source>about {0}</source>
        <translation>etwa {0}</translation>
    </message>
</context>
<context>
    <name>day</name>
    <message>
        <source>busiest at {0}:00</source>
        <translation>am meisten um {0} Uhr</translation>
    </message>
    <message>
        <source>{0} keys</source>
        <translation>{0} Tasten</translation>
    </message>
    <message>
        <source>{0} a day</source>
        <translation>{0} am Tag</translation>
    </message>
    <message>
        <source>as on your usual {0}</source>
        <translation>wie sonst am {0}</translation>
    </message>
    <message>
        <source>{0} on your usual {1}</source>
        <translation>{0} gegenüber sonst am {1}</translation>
    </message>
</context>
<context>
    <name>declared</name>
    <message>
        <source>General</source>
        <translation>Allgemein</translation>
    </message>
    <message>
        <source>The application itself.</source>
        <translation>Das Programm selbst.</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>Farben</translation>
    </message>
    <message>
        <source>Follow the system, or always dark or light</source>
        <translation>Wie das System, oder immer dunkel oder hell</translation>
    </message>
    <message>
        <source>Start in the tray</source>
        <translation>Im Infobereich starten</translation>
    </message>
    <message>
        <source>Without opening the window</source>
        <translation>Ohne das Fenster zu öffnen</translation>
    </message>
    <message>
        <source>Start at login</source>
        <translation>Beim Anmelden starten</translation>
    </message>
    <message>
        <source>In the tray, whenever you log in</source>
        <translation>Im Infobereich, sobald Sie sich anmelden</translation>
    </message>
    <message>
        <source>Keys to pause, everywhere</source>
        <translation>Tasten zum Anhalten, überall</translation>
    </message>
    <message>
        <source>Pause or resume recording from any program, such as &lt;ctrl&gt;+&lt;alt&gt;+p; empty for none</source>
        <translation>Hält die Aufzeichnung aus jedem Programm an oder setzt sie fort, etwa &lt;ctrl&gt;+&lt;alt&gt;+p; leer für keine</translation>
    </message>
    <message>
        <source>Keys for a bookmark, everywhere</source>
        <translation>Tasten für ein Lesezeichen, überall</translation>
    </message>
    <message>
        <source>Bookmark this moment from any program; empty for none</source>
        <translation>Setzt aus jedem Programm ein Lesezeichen; leer für keine</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>Tag</translation>
    </message>
    <message>
        <source>How a day&apos;s time is summed up.</source>
        <translation>Wie die Zeit eines Tages zusammengefasst wird.</translation>
    </message>
    <message>
        <source>Categories</source>
        <translation>Kategorien</translation>
    </message>
    <message>
        <source>Category, colon, regular expression over application and title; the first that fits counts</source>
        <translation>Kategorie, Doppelpunkt, regulärer Ausdruck über Programm und Titel; der erste passende zählt</translation>
    </message>
    <message>
        <source>Recording</source>
        <translation>Aufzeichnung</translation>
    </message>
    <message>
        <source>Privacy</source>
        <translation>Privatsphäre</translation>
    </message>
    <message>
        <source>What is never recorded.</source>
        <translation>Was niemals aufgezeichnet wird.</translation>
    </message>
    <message>
        <source>Applications</source>
        <translation>Programme</translation>
    </message>
    <message>
        <source>Applications of which nothing is recorded, by window class or program name</source>
        <translation>Programme, von denen nichts aufgezeichnet wird, nach Fensterklasse oder Programmname</translation>
    </message>
    <message>
        <source>Window titles</source>
        <translation>Fenstertitel</translation>
    </message>
    <message>
        <source>Windows of which nothing is recorded, by any part of their title</source>
        <translation>Fenster, von denen nichts aufgezeichnet wird, nach einem Teil ihres Titels</translation>
    </message>
    <message>
        <source>Pause on a locked screen</source>
        <translation>Bei gesperrtem Bildschirm anhalten</translation>
    </message>
    <message>
        <source>Record nothing while the session is locked</source>
        <translation>Nichts aufzeichnen, solange die Sitzung gesperrt ist</translation>
    </message>
    <message>
        <source>Screen</source>
        <translation>Bildschirm</translation>
    </message>
    <message>
        <source>Record the screen</source>
        <translation>Bildschirm aufzeichnen</translation>
    </message>
    <message>
        <source>Picture format</source>
        <translation>Bildformat</translation>
    </message>
    <message>
        <source>WebP is smaller, JPEG costs less to make</source>
        <translation>WebP ist kleiner, JPEG schneller gemacht</translation>
    </message>
    <message>
        <source>Picture quality</source>
        <translation>Bildqualität</translation>
    </message>
    <message>
        <source>Higher is sharper and larger</source>
        <translation>Höher ist schärfer und größer</translation>
    </message>
    <message>
        <source>Seconds between changes</source>
        <translation>Sekunden zwischen Änderungen</translation>
    </message>
    <message>
        <source>At most one picture in this time for what changes by itself</source>
        <translation>Höchstens ein Bild in dieser Zeit von dem, was sich von selbst ändert</translation>
    </message>
    <message>
        <source>Seconds between looks when idle</source>
        <translation>Sekunden zwischen Blicken in Ruhe</translation>
    </message>
    <message>
        <source>Looks even if nothing was noticed</source>
        <translation>Sieht auch nach, wenn nichts bemerkt wurde</translation>
    </message>
    <message>
        <source>Windows</source>
        <translation>Fenster</translation>
    </message>
    <message>
        <source>Which window is in front, with application and title.</source>
        <translation>Welches Fenster vorn ist, mit Programm und Titel.</translation>
    </message>
    <message>
        <source>Record windows</source>
        <translation>Fenster aufzeichnen</translation>
    </message>
    <message>
        <source>Application and title of the window in front</source>
        <translation>Programm und Titel des vordersten Fensters</translation>
    </message>
    <message>
        <source>Seconds between updates</source>
        <translation>Sekunden zwischen Nachträgen</translation>
    </message>
    <message>
        <source>A crash loses at most so much of the last span</source>
        <translation>Ein Absturz kostet höchstens so viel von der letzten Spanne</translation>
    </message>
    <message>
        <source>Keyboard and pointer</source>
        <translation>Tastatur und Zeiger</translation>
    </message>
    <message>
        <source>Keyboard and pointer, counted; which keys were pressed is never recorded.</source>
        <translation>Tastatur und Zeiger, gezählt; welche Tasten gedrückt wurden, wird niemals aufgezeichnet.</translation>
    </message>
    <message>
        <source>Record activity</source>
        <translation>Tätigkeit aufzeichnen</translation>
    </message>
    <message>
        <source>How many keys and clicks, never which keys</source>
        <translation>Wie viele Tasten und Klicks, niemals welche Tasten</translation>
    </message>
    <message>
        <source>Where was clicked</source>
        <translation>Wo geklickt wurde</translation>
    </message>
    <message>
        <source>Keep the place of each click</source>
        <translation>Den Ort jedes Klicks behalten</translation>
    </message>
    <message>
        <source>Away after seconds</source>
        <translation>Abwesend nach Sekunden</translation>
    </message>
    <message>
        <source>No input for so long counts as being away</source>
        <translation>So lange keine Eingabe gilt als Abwesenheit</translation>
    </message>
    <message>
        <source>Microphone</source>
        <translation>Mikrofon</translation>
    </message>
    <message>
        <source>What is said.</source>
        <translation>Was gesagt wird.</translation>
    </message>
    <message>
        <source>Record the microphone</source>
        <translation>Mikrofon aufzeichnen</translation>
    </message>
    <message>
        <source>Everybody within hearing is recorded</source>
        <translation>Jeder in Hörweite wird aufgezeichnet</translation>
    </message>
    <message>
        <source>Name or part of it; empty for the system&apos;s default</source>
        <translation>Name oder ein Teil davon; leer für die Vorgabe des Systems</translation>
    </message>
    <message>
        <source>Shortest segment in seconds</source>
        <translation>Kürzester Abschnitt in Sekunden</translation>
    </message>
    <message>
        <source>Sound is cut at pauses, no shorter than so</source>
        <translation>Ton wird an Pausen geschnitten, nicht kürzer als so</translation>
    </message>
    <message>
        <source>Longest segment in seconds</source>
        <translation>Längster Abschnitt in Sekunden</translation>
    </message>
    <message>
        <source>Words are found only after their segment</source>
        <translation>Wörter werden erst nach ihrem Abschnitt gefunden</translation>
    </message>
    <message>
        <source>Silence below</source>
        <translation>Stille unterhalb</translation>
    </message>
    <message>
        <source>Sound that never exceeds this level is not kept</source>
        <translation>Ton, der diesen Pegel nie übersteigt, wird nicht behalten</translation>
    </message>
    <message>
        <source>Loudspeaker</source>
        <translation>Lautsprecher</translation>
    </message>
    <message>
        <source>What the computer plays.</source>
        <translation>Was der Computer abspielt.</translation>
    </message>
    <message>
        <source>Record what the computer plays</source>
        <translation>Aufnehmen, was der Computer abspielt</translation>
    </message>
    <message>
        <source>The other side of a call, films and music; whoever speaks there is recorded</source>
        <translation>Die andere Seite eines Gesprächs, Filme und Musik; wer dort spricht, wird aufgenommen</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>Ausgabe</translation>
    </message>
    <message>
        <source>Name of a monitor of the sound server; empty for that of the default output</source>
        <translation>Name eines Monitors des Tonservers; leer für den der Standardausgabe</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>Kamera</translation>
    </message>
    <message>
        <source>Stills from a camera.</source>
        <translation>Standbilder von einer Kamera.</translation>
    </message>
    <message>
        <source>Record the camera</source>
        <translation>Kamera aufzeichnen</translation>
    </message>
    <message>
        <source>Takes a still at an interval</source>
        <translation>Nimmt in Abständen ein Standbild auf</translation>
    </message>
    <message>
        <source>Number of a camera, a file, or the address of a stream</source>
        <translation>Nummer einer Kamera, eine Datei oder die Adresse eines Datenstroms</translation>
    </message>
    <message>
        <source>Seconds between stills</source>
        <translation>Sekunden zwischen Standbildern</translation>
    </message>
    <message>
        <source>The less, the more is kept</source>
        <translation>Je weniger, desto mehr wird behalten</translation>
    </message>
    <message>
        <source>Seconds to wait for a stream</source>
        <translation>Sekunden, um auf einen Datenstrom zu warten</translation>
    </message>
    <message>
        <source>Before it counts as unavailable</source>
        <translation>Bevor er als nicht verfügbar gilt</translation>
    </message>
    <message>
        <source>Clipboard</source>
        <translation>Zwischenablage</translation>
    </message>
    <message>
        <source>Text that is copied.</source>
        <translation>Text, der kopiert wird.</translation>
    </message>
    <message>
        <source>Record the clipboard</source>
        <translation>Zwischenablage aufzeichnen</translation>
    </message>
    <message>
        <source>Text only; may hold what you copy as secret</source>
        <translation>Nur Text; kann kopierte Geheimnisse enthalten</translation>
    </message>
    <message>
        <source>Longest text in characters</source>
        <translation>Längster Text in Zeichen</translation>
    </message>
    <message>
        <source>Longer text is cut</source>
        <translation>Längerer Text wird gekürzt</translation>
    </message>
    <message>
        <source>Sources of installed packages; none records before its owner says so.</source>
        <translation>Quellen aus installierten Paketen; keine zeichnet auf, bevor ihr Besitzer es sagt.</translation>
    </message>
    <message>
        <source>Turned on</source>
        <translation>Eingeschaltet</translation>
    </message>
    <message>
        <source>Names of their sources that shall record</source>
        <translation>Namen ihrer Quellen, die aufzeichnen sollen</translation>
    </message>
    <message>
        <source>Options</source>
        <translation>Optionen</translation>
    </message>
    <message>
        <source>Of these sources, such as moon.every_s=60</source>
        <translation>Dieser Quellen, etwa moon.every_s=60</translation>
    </message>
    <message>
        <source>Understanding</source>
        <translation>Verstehen</translation>
    </message>
    <message>
        <source>Voice activity</source>
        <translation>Sprechende Stimmen</translation>
    </message>
    <message>
        <source>Finding speech in sound.</source>
        <translation>Sprache im Ton finden.</translation>
    </message>
    <message>
        <source>Find speech</source>
        <translation>Sprache finden</translation>
    </message>
    <message>
        <source>Needed for transcripts</source>
        <translation>Nötig für Abschriften</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Name from `daytrail doctor`, or the path of a folder or file</source>
        <translation>Name aus `daytrail doctor` oder der Pfad eines Ordners oder einer Datei</translation>
    </message>
    <message>
        <source>Certainty</source>
        <translation>Gewissheit</translation>
    </message>
    <message>
        <source>How sure the model must be that it is speech</source>
        <translation>Wie sicher das Modell sein muss, dass es Sprache ist</translation>
    </message>
    <message>
        <source>Transcription</source>
        <translation>Abschrift</translation>
    </message>
    <message>
        <source>Turning speech into words.</source>
        <translation>Sprache zu Wörtern machen.</translation>
    </message>
    <message>
        <source>Transcribe speech</source>
        <translation>Sprache abschreiben</translation>
    </message>
    <message>
        <source>Writes down what is said</source>
        <translation>Schreibt auf, was gesagt wird</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>Two letters, or `auto` with a multilingual model</source>
        <translation>Zwei Buchstaben, oder `auto` mit einem mehrsprachigen Modell</translation>
    </message>
    <message>
        <source>Beam</source>
        <translation>Suchbreite</translation>
    </message>
    <message>
        <source>More is slower and a little more exact</source>
        <translation>Mehr ist langsamer und ein wenig genauer</translation>
    </message>
    <message>
        <source>Text on screen</source>
        <translation>Text auf dem Bildschirm</translation>
    </message>
    <message>
        <source>Reading text on the screen.</source>
        <translation>Text auf dem Bildschirm lesen.</translation>
    </message>
    <message>
        <source>Read the screen</source>
        <translation>Bildschirm lesen</translation>
    </message>
    <message>
        <source>Makes text in screenshots searchable</source>
        <translation>Macht Text in Bildschirmbildern auffindbar</translation>
    </message>
    <message>
        <source>Search size</source>
        <translation>Suchgröße</translation>
    </message>
    <message>
        <source>Width of a full HD picture while lines are found; 1920 finds more small print</source>
        <translation>Breite eines Full-HD-Bildes bei der Suche nach Zeilen; 1920 findet mehr Kleingedrucktes</translation>
    </message>
    <message>
        <source>Lines read less surely are left out</source>
        <translation>Weniger sicher gelesene Zeilen bleiben weg</translation>
    </message>
    <message>
        <source>Thumbnails</source>
        <translation>Vorschaubilder</translation>
    </message>
    <message>
        <source>Small pictures for the timeline.</source>
        <translation>Kleine Bilder für die Zeitleiste.</translation>
    </message>
    <message>
        <source>Make thumbnails</source>
        <translation>Vorschaubilder machen</translation>
    </message>
    <message>
        <source>Small pictures for the timeline</source>
        <translation>Kleine Bilder für die Zeitleiste</translation>
    </message>
    <message>
        <source>Width</source>
        <translation>Breite</translation>
    </message>
    <message>
        <source>In pixels</source>
        <translation>In Pixeln</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>Qualität</translation>
    </message>
    <message>
        <source>Of the WebP picture</source>
        <translation>Des WebP-Bildes</translation>
    </message>
    <message>
        <source>Meaning of texts</source>
        <translation>Bedeutung von Texten</translation>
    </message>
    <message>
        <source>Finding texts by what they mean.</source>
        <translation>Texte nach ihrer Bedeutung finden.</translation>
    </message>
    <message>
        <source>Search by meaning</source>
        <translation>Nach Bedeutung suchen</translation>
    </message>
    <message>
        <source>Finds what was said or read in other words</source>
        <translation>Findet, was mit anderen Worten gesagt oder gelesen wurde</translation>
    </message>
    <message>
        <source>Objects and people</source>
        <translation>Dinge und Menschen</translation>
    </message>
    <message>
        <source>Naming what the camera sees.</source>
        <translation>Benennen, was die Kamera sieht.</translation>
    </message>
    <message>
        <source>Name objects</source>
        <translation>Dinge benennen</translation>
    </message>
    <message>
        <source>In camera pictures; also tells when somebody is there</source>
        <translation>In Kamerabildern; sagt auch, wann jemand da ist</translation>
    </message>
    <message>
        <source>Objects seen less surely are left out</source>
        <translation>Weniger sicher gesehene Dinge bleiben weg</translation>
    </message>
    <message>
        <source>Faces</source>
        <translation>Gesichter</translation>
    </message>
    <message>
        <source>Finding faces, to blur them; nobody is recognised.</source>
        <translation>Gesichter finden, um sie zu verwischen; niemand wird erkannt.</translation>
    </message>
    <message>
        <source>Find faces</source>
        <translation>Gesichter finden</translation>
    </message>
    <message>
        <source>In camera pictures, for blurring</source>
        <translation>In Kamerabildern, zum Verwischen</translation>
    </message>
    <message>
        <source>Lower finds more, also what is none</source>
        <translation>Niedriger findet mehr, auch was keines ist</translation>
    </message>
    <message>
        <source>Entities</source>
        <translation>Benanntes</translation>
    </message>
    <message>
        <source>Marking what texts speak of.</source>
        <translation>Kennzeichnen, wovon Texte sprechen.</translation>
    </message>
    <message>
        <source>Mark entities</source>
        <translation>Benanntes kennzeichnen</translation>
    </message>
    <message>
        <source>Names, dates, sums, links, and sensitive data</source>
        <translation>Namen, Daten, Beträge, Verweise und Vertrauliches</translation>
    </message>
    <message>
        <source>Black out sensitive data</source>
        <translation>Vertrauliches schwärzen</translation>
    </message>
    <message>
        <source>Card, account and personal numbers, keys and passwords in recognised text, before it is stored</source>
        <translation>Karten-, Konto- und Personennummern, Schlüssel und Passwörter in erkanntem Text, bevor er abgelegt wird</translation>
    </message>
    <message>
        <source>Motion</source>
        <translation>Bewegung</translation>
    </message>
    <message>
        <source>Telling scrolling, video and stillness on the screen apart.</source>
        <translation>Unterscheidet Rollen, Video und Stillstand auf dem Bildschirm.</translation>
    </message>
    <message>
        <source>Tell motion</source>
        <translation>Bewegung erkennen</translation>
    </message>
    <message>
        <source>Scrolling, a video playing, or nothing</source>
        <translation>Rollen, ein laufendes Video oder nichts</translation>
    </message>
    <message>
        <source>Longest gap</source>
        <translation>Längster Abstand</translation>
    </message>
    <message>
        <source>Seconds between two frames to compare</source>
        <translation>Sekunden zwischen zwei Bildern, die verglichen werden</translation>
    </message>
    <message>
        <source>Plugins</source>
        <translation>Erweiterungen</translation>
    </message>
    <message>
        <source>System</source>
        <translation>Wie das System</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Of the window</source>
        <translation>Des Fensters</translation>
    </message>
    <message>
        <source>English</source>
        <translation>English</translation>
    </message>
    <message>
        <source>Deutsch</source>
        <translation>Deutsch</translation>
    </message>
    <message>
        <source>What you saw, as pictures, so that you can find it again.</source>
        <translation>Was Sie gesehen haben, als Bilder, damit Sie es wiederfinden.</translation>
    </message>
    <message>
        <source>When something changes: another window, a click, a pause in typing</source>
        <translation>Wenn sich etwas ändert: ein anderes Fenster, ein Klick, eine Pause beim Tippen</translation>
    </message>
    <message>
        <source>Displays</source>
        <translation>Bildschirme</translation>
    </message>
    <message>
        <source>Which of them, where there are several</source>
        <translation>Welche davon, wo es mehrere gibt</translation>
    </message>
    <message>
        <source>All displays</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>With the window in front</source>
        <translation>Der mit dem vorderen Fenster</translation>
    </message>
    <message>
        <source>WebP</source>
        <translation>WebP</translation>
    </message>
    <message>
        <source>JPEG</source>
        <translation>JPEG</translation>
    </message>
    <message>
        <source>Model for what the computer plays</source>
        <translation>Modell für das, was der Computer abspielt</translation>
    </message>
    <message>
        <source>Empty: the same as for the microphone</source>
        <translation>Leer: dasselbe wie für das Mikrofon</translation>
    </message>
    <message>
        <source>Language of what the computer plays</source>
        <translation>Sprache dessen, was der Computer abspielt</translation>
    </message>
    <message>
        <source>Two letters, `auto`, or empty: the same as for the microphone</source>
        <translation>Zwei Buchstaben, `auto` oder leer: dieselbe wie für das Mikrofon</translation>
    </message>
    <message>
        <source>While somebody speaks</source>
        <translation>Während jemand spricht</translation>
    </message>
    <message>
        <source>Shows the words in the window before they are kept</source>
        <translation>Zeigt die Wörter im Fenster, bevor sie aufgehoben werden</translation>
    </message>
    <message>
        <source>Model while you are away</source>
        <translation>Modell, während Sie fort sind</translation>
    </message>
    <message>
        <source>Reads again what was read unsurely; empty for none</source>
        <translation>Liest noch einmal, was unsicher gelesen wurde; leer für keines</translation>
    </message>
    <message>
        <source>Unsure below</source>
        <translation>Unsicher unter</translation>
    </message>
    <message>
        <source>Certainty of a line below which it is read again</source>
        <translation>Sicherheit einer Zeile, unter der sie noch einmal gelesen wird</translation>
    </message>
    <message>
        <source>Processors of installed packages.</source>
        <translation>Verarbeitungen aus installierten Paketen.</translation>
    </message>
    <message>
        <source>Turned off</source>
        <translation>Ausgeschaltet</translation>
    </message>
    <message>
        <source>Names of their processors that shall not run</source>
        <translation>Namen ihrer Verarbeitungen, die nicht laufen sollen</translation>
    </message>
    <message>
        <source>Worker processes</source>
        <translation>Arbeitsprozesse</translation>
    </message>
    <message>
        <source>How much of the computer the worker processes may take.</source>
        <translation>Wie viel vom Rechner die Arbeitsprozesse nehmen dürfen.</translation>
    </message>
    <message>
        <source>Models run on</source>
        <translation>Modelle rechnen auf</translation>
    </message>
    <message>
        <source>The best there is, a graphics card too where the installed runtime can use it, or the processor</source>
        <translation>Dem Besten, das da ist, auch einer Grafikkarte, wenn die installierte Laufzeit sie nutzen kann, oder dem Prozessor</translation>
    </message>
    <message>
        <source>Auto</source>
        <translation>Automatisch</translation>
    </message>
    <message>
        <source>CPU</source>
        <translation>CPU</translation>
    </message>
    <message>
        <source>Busy workers</source>
        <translation>Tätige Arbeiter</translation>
    </message>
    <message>
        <source>So many work at the same time, one processor core each</source>
        <translation>So viele arbeiten zugleich, jeder auf einem Prozessorkern</translation>
    </message>
    <message>
        <source>Leave when idle</source>
        <translation>Gehen in Ruhe</translation>
    </message>
    <message>
        <source>Seconds until an idle worker frees its memory</source>
        <translation>Sekunden, bis ein ruhender Arbeiter seinen Speicher freigibt</translation>
    </message>
    <message>
        <source>Memory of a worker</source>
        <translation>Speicher eines Arbeiters</translation>
    </message>
    <message>
        <source>The most one may take, in MB; 0 for no limit</source>
        <translation>Wie viel einer höchstens nehmen darf, in MB; 0 für keine Grenze</translation>
    </message>
    <message>
        <source>Politeness of speech</source>
        <translation>Rücksicht bei Sprache</translation>
    </message>
    <message>
        <source>0 takes its turn like any program, 19 only what is left</source>
        <translation>0 kommt dran wie jedes Programm, 19 nimmt nur, was übrig ist</translation>
    </message>
    <message>
        <source>Politeness of pictures</source>
        <translation>Rücksicht bei Bildern</translation>
    </message>
    <message>
        <source>Consideration</source>
        <translation>Rücksicht</translation>
    </message>
    <message>
        <source>When understanding has to wait for the computer and its owner.</source>
        <translation>Wann das Verstehen auf den Rechner und seinen Besitzer warten muss.</translation>
    </message>
    <message>
        <source>Be considerate</source>
        <translation>Rücksicht nehmen</translation>
    </message>
    <message>
        <source>Off: everything at once, whatever you are doing</source>
        <translation>Aus: alles sofort, gleich was Sie tun</translation>
    </message>
    <message>
        <source>While you work</source>
        <translation>Während Sie arbeiten</translation>
    </message>
    <message>
        <source>Per cent of one processor core, on average; speech is written down in any case</source>
        <translation>Prozent eines Prozessorkerns, im Mittel; Sprache wird auf jeden Fall aufgeschrieben</translation>
    </message>
    <message>
        <source>On battery</source>
        <translation>Im Akkubetrieb</translation>
    </message>
    <message>
        <source>Per cent of one processor core, on average</source>
        <translation>Prozent eines Prozessorkerns, im Mittel</translation>
    </message>
    <message>
        <source>Low battery</source>
        <translation>Schwacher Akku</translation>
    </message>
    <message>
        <source>At this charge only speech is written down</source>
        <translation>Bei diesem Ladestand wird nur Sprache aufgeschrieben</translation>
    </message>
    <message>
        <source>Away after</source>
        <translation>Abwesend nach</translation>
    </message>
    <message>
        <source>Seconds without input after which the backlog is worked off at full speed</source>
        <translation>Sekunden ohne Eingabe, nach denen der Rückstand mit voller Kraft abgearbeitet wird</translation>
    </message>
    <message>
        <source>Night from</source>
        <translation>Nacht von</translation>
    </message>
    <message>
        <source>At night the backlog is worked off at full speed</source>
        <translation>Nachts wird der Rückstand mit voller Kraft abgearbeitet</translation>
    </message>
    <message>
        <source>Night to</source>
        <translation>Nacht bis</translation>
    </message>
    <message>
        <source>The same as above: there is no night</source>
        <translation>Wie oben: es gibt keine Nacht</translation>
    </message>
    <message>
        <source>Storage</source>
        <translation>Ablage</translation>
    </message>
    <message>
        <source>Settings of the log, the store and the media; retention and the low-disk guard act on them.</source>
        <translation>Einstellungen von Protokoll, Speicher und Medien; Aufbewahrung und Platzwächter richten sich danach.</translation>
    </message>
    <message>
        <source>Media address</source>
        <translation>Adresse der Medien</translation>
    </message>
    <message>
        <source>Where pictures and sound are kept: empty for the folder “media” beside the database, or an address such as file:///folder or s3://bucket/prefix.</source>
        <translation>Wo Bilder und Ton liegen: leer für den Ordner „media“ neben der Datenbank, oder eine Adresse wie file:///ordner oder s3://bucket/prefix.</translation>
    </message>
    <message>
        <source>Keep pictures for days</source>
        <translation>Bilder behalten, Tage</translation>
    </message>
    <message>
        <source>Pictures older than this are deleted; the text read from them stays. 0 keeps them for ever.</source>
        <translation>Ältere Bilder werden gelöscht; der daraus gelesene Text bleibt. 0 behält sie für immer.</translation>
    </message>
    <message>
        <source>Keep sound for days</source>
        <translation>Ton behalten, Tage</translation>
    </message>
    <message>
        <source>Sound older than this is deleted; the transcript stays. 0 keeps it for ever.</source>
        <translation>Älterer Ton wird gelöscht; die Abschrift bleibt. 0 behält ihn für immer.</translation>
    </message>
    <message>
        <source>Keep texts for days</source>
        <translation>Texte behalten, Tage</translation>
    </message>
    <message>
        <source>Texts that were read, heard or copied are deleted when they are older. 0 keeps them for ever.</source>
        <translation>Gelesene, gehörte oder kopierte Texte werden gelöscht, wenn sie älter sind. 0 behält sie für immer.</translation>
    </message>
    <message>
        <source>Keep other results for days</source>
        <translation>Andere Ergebnisse behalten, Tage</translation>
    </message>
    <message>
        <source>Thumbnails, spans of speech and whatever else was derived are deleted when older. 0 keeps them for ever.</source>
        <translation>Vorschaubilder, Sprachspannen und was sonst abgeleitet wurde, wird gelöscht, wenn es älter ist. 0 behält es für immer.</translation>
    </message>
    <message>
        <source>Pack pictures after days</source>
        <translation>Bilder packen nach Tagen</translation>
    </message>
    <message>
        <source>Older pictures of screen and camera are put into videos while nobody is at the computer, which takes a fraction of the room at slightly less sharpness. 0 never does.</source>
        <translation>Ältere Bilder von Bildschirm und Kamera werden zu Videos gepackt, wenn niemand am Rechner ist; das braucht einen Bruchteil des Platzes bei etwas weniger Schärfe. 0 tut es nie.</translation>
    </message>
    <message>
        <source>Total budget in GB</source>
        <translation>Gesamtgrenze in GB</translation>
    </message>
    <message>
        <source>Beyond this the oldest pictures, then the oldest sound, are deleted. 0 sets no budget.</source>
        <translation>Darüber werden die ältesten Bilder, dann der älteste Ton gelöscht. 0 setzt keine Grenze.</translation>
    </message>
    <message>
        <source>Low-disk guard in GB</source>
        <translation>Platzwächter in GB</translation>
    </message>
    <message>
        <source>With less than this left on the disk, pictures stop first, then sound; text and activity go on.</source>
        <translation>Ist weniger frei, enden zuerst die Bilder, dann der Ton; Text und Tätigkeit laufen weiter.</translation>
    </message>
    <message>
        <source>Telemetry</source>
        <translation>Telemetrie</translation>
    </message>
    <message>
        <source>Figures about the program itself: counts, times and names of its parts, never what was recorded.</source>
        <translation>Zahlen über das Programm selbst: Anzahlen, Zeiten und Namen seiner Teile, nie was aufgezeichnet wurde.</translation>
    </message>
    <message>
        <source>Prometheus endpoint</source>
        <translation>Prometheus-Endpunkt</translation>
    </message>
    <message>
        <source>Figures at http://127.0.0.1:PORT/metrics, for this computer alone</source>
        <translation>Zahlen unter http://127.0.0.1:PORT/metrics, nur für diesen Computer</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>Port</translation>
    </message>
    <message>
        <source>Of the Prometheus endpoint</source>
        <translation>Des Prometheus-Endpunkts</translation>
    </message>
    <message>
        <source>Keep traces</source>
        <translation>Spuren behalten</translation>
    </message>
    <message>
        <source>The way of each event from capture to result, as lines of logs/traces.jsonl in the data folder</source>
        <translation>Der Weg jedes Ereignisses von der Aufnahme bis zum Ergebnis, als Zeilen von logs/traces.jsonl im Datenordner</translation>
    </message>
    <message>
        <source>Send to</source>
        <translation>Senden an</translation>
    </message>
    <message>
        <source>Address of an OpenTelemetry collector, such as http://127.0.0.1:4318; empty sends nothing</source>
        <translation>Adresse eines OpenTelemetry-Sammlers, etwa http://127.0.0.1:4318; leer sendet nichts</translation>
    </message>
</context>
<context>
    <name>errors</name>
    <message>
        <source>Daytrail made a mistake here; its log says more.</source>
        <translation>Daytrail hat hier einen Fehler gemacht; sein Protokoll sagt mehr.</translation>
    </message>
</context>
<context>
    <name>kinds</name>
    <message>
        <source>seen</source>
        <translation>gesehen</translation>
    </message>
    <message>
        <source>heard</source>
        <translation>gehört</translation>
    </message>
    <message>
        <source>window</source>
        <translation>Fenster</translation>
    </message>
    <message>
        <source>copied</source>
        <translation>kopiert</translation>
    </message>
    <message>
        <source>camera</source>
        <translation>Kamera</translation>
    </message>
    <message>
        <source>{0}, in other words</source>
        <translation>{0}, mit anderen Worten</translation>
    </message>
    <message>
        <source>Seen on screen</source>
        <translation>Auf dem Bildschirm gesehen</translation>
    </message>
    <message>
        <source>Heard</source>
        <translation>Gehört</translation>
    </message>
    <message>
        <source>Windows</source>
        <translation>Fenster</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>Kopiert</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>Notizen</translation>
    </message>
    <message>
        <source>Web pages</source>
        <translation>Webseiten</translation>
    </message>
    <message>
        <source>Calendar</source>
        <translation>Kalender</translation>
    </message>
</context>
<context>
    <name>queries</name>
    <message>
        <source>Hours per application</source>
        <translation>Stunden je Anwendung</translation>
    </message>
    <message>
        <source>Applications day by day</source>
        <translation>Anwendungen Tag für Tag</translation>
    </message>
    <message>
        <source>Hours per window title</source>
        <translation>Stunden je Fenstertitel</translation>
    </message>
    <message>
        <source>Everything of a day</source>
        <translation>Alles an einem Tag</translation>
    </message>
    <message>
        <source>Everything in the selection</source>
        <translation>Alles in der Auswahl</translation>
    </message>
    <message>
        <source>What was said</source>
        <translation>Was gesagt wurde</translation>
    </message>
    <message>
        <source>Minutes spoken per day</source>
        <translation>Gesprochene Minuten je Tag</translation>
    </message>
    <message>
        <source>Words heard most</source>
        <translation>Am häufigsten gehörte Wörter</translation>
    </message>
    <message>
        <source>What was said in which application</source>
        <translation>Was in welcher Anwendung gesagt wurde</translation>
    </message>
    <message>
        <source>Typing by hour of the day</source>
        <translation>Tippen nach Tageszeit</translation>
    </message>
    <message>
        <source>Screens with a word</source>
        <translation>Bildschirme mit einem Wort</translation>
    </message>
    <message>
        <source>Copied texts</source>
        <translation>Kopierte Texte</translation>
    </message>
    <message>
        <source>Hours away per day</source>
        <translation>Stunden abwesend je Tag</translation>
    </message>
    <message>
        <source>When nothing was recorded, and why</source>
        <translation>Wann nichts aufgezeichnet wurde, und warum</translation>
    </message>
    <message>
        <source>Numbers per day</source>
        <translation>Zahlen je Tag</translation>
    </message>
    <message>
        <source>recordings</source>
        <translation>Aufzeichnungen</translation>
    </message>
    <message>
        <source>SQLite file</source>
        <translation>SQLite-Datei</translation>
    </message>
</context>
<context>
    <name>settings</name>
    <message>
        <source>Show</source>
        <translation>Zeigen</translation>
    </message>
    <message>
        <source>Show {0}</source>
        <translation>{0} zeigen</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>Ordner öffnen</translation>
    </message>
    <message>
        <source>Data folder</source>
        <translation>Datenordner</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportieren…</translation>
    </message>
    <message>
        <source>To files that other programs read: Parquet, CSV, JSON lines, subtitles, tracks, pages</source>
        <translation>In Dateien, die andere Programme lesen: Parquet, CSV, JSON-Zeilen, Untertitel, Wege, Seiten</translation>
    </message>
    <message>
        <source>Export what was recorded</source>
        <translation>Aufgezeichnetes exportieren</translation>
    </message>
    <message>
        <source>Forget…</source>
        <translation>Vergessen…</translation>
    </message>
    <message>
        <source>The last minutes or any span of time, for good, after a preview</source>
        <translation>Die letzten Minuten oder eine beliebige Zeitspanne, endgültig, nach einer Vorschau</translation>
    </message>
    <message>
        <source>Delete what was recorded</source>
        <translation>Aufgezeichnetes löschen</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>Privacy</source>
        <translation>Privatsphäre</translation>
    </message>
    <message>
        <source>Everything is recorded, understood and kept on this computer; nothing is sent anywhere.</source>
        <translation>Alles wird auf diesem Rechner aufgezeichnet, verstanden und aufbewahrt; nichts wird irgendwohin gesendet.</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Lizenz</translation>
    </message>
    <message>
        <source>Apache License 2.0; the typeface Inter under the SIL Open Font License 1.1</source>
        <translation>Apache-Lizenz 2.0; die Schrift Inter unter der SIL Open Font License 1.1</translation>
    </message>
</context>
<context>
    <name>shortcuts</name>
    <message>
        <source>Search</source>
        <translation>Suche</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>Zeitleiste</translation>
    </message>
    <message>
        <source>Search results</source>
        <translation>Suchergebnisse</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>Tag</translation>
    </message>
    <message>
        <source>Query</source>
        <translation>Abfrage</translation>
    </message>
    <message>
        <source>Sources</source>
        <translation>Quellen</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Previous day</source>
        <translation>Voriger Tag</translation>
    </message>
    <message>
        <source>Next day</source>
        <translation>Nächster Tag</translation>
    </message>
    <message>
        <source>Export the selection, or what the timeline shows</source>
        <translation>Die Auswahl exportieren, oder was die Zeitachse zeigt</translation>
    </message>
    <message>
        <source>All shortcuts</source>
        <translation>Alle Tastenkürzel</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Run the query</source>
        <translation>Abfrage ausführen</translation>
    </message>
    <message>
        <source>Stop it</source>
        <translation>Abfrage anhalten</translation>
    </message>
    <message>
        <source>Complete the name</source>
        <translation>Namen vervollständigen</translation>
    </message>
    <message>
        <source>New query</source>
        <translation>Neue Abfrage</translation>
    </message>
    <message>
        <source>Close the query</source>
        <translation>Abfrage schließen</translation>
    </message>
</context>
<context>
    <name>sources</name>
    <message>
        <source>Off</source>
        <translation>Aus</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>Startet</translation>
    </message>
    <message>
        <source>Recording</source>
        <translation>Aufzeichnung</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>Private</source>
        <translation>Privat</translation>
    </message>
    <message>
        <source>Left out: the window in front is excluded</source>
        <translation>Ausgelassen: das vorderste Fenster ist ausgeschlossen</translation>
    </message>
    <message>
        <source>Unavailable</source>
        <translation>Nicht verfügbar</translation>
    </message>
    <message>
        <source>Crashed</source>
        <translation>Abgestürzt</translation>
    </message>
    <message>
        <source>last {0}</source>
        <translation>zuletzt {0}</translation>
    </message>
    <message>
        <source>Recorded {0} % of today</source>
        <translation>{0} % von heute aufgezeichnet</translation>
    </message>
    <message>
        <source>1 display</source>
        <translation>1 Bildschirm</translation>
    </message>
    <message>
        <source>{0} displays</source>
        <translation>{0} Bildschirme</translation>
    </message>
    <message>
        <source>Every application</source>
        <translation>Jede Anwendung</translation>
    </message>
    <message>
        <source>Counts only</source>
        <translation>Nur Anzahlen</translation>
    </message>
    <message>
        <source>Text only</source>
        <translation>Nur Text</translation>
    </message>
    <message>
        <source>Built-in microphone</source>
        <translation>Eingebautes Mikrofon</translation>
    </message>
    <message>
        <source>Camera {0}</source>
        <translation>Kamera {0}</translation>
    </message>
    <message>
        <source>The screen is locked.</source>
        <translation>Der Bildschirm ist gesperrt.</translation>
    </message>
    <message>
        <source>A window that is excluded is in front.</source>
        <translation>Ein ausgeschlossenes Fenster ist im Vordergrund.</translation>
    </message>
    <message>
        <source>A window that is excluded was in front.</source>
        <translation>Ein ausgeschlossenes Fenster war im Vordergrund.</translation>
    </message>
    <message>
        <source>A window that is excluded is in front; it is painted over.</source>
        <translation>Ein ausgeschlossenes Fenster ist im Vordergrund; es wird übermalt.</translation>
    </message>
    <message>
        <source>It failed unexpectedly ({0}) and will be started again; the log has details.</source>
        <translation>Sie ist unerwartet ausgefallen ({0}) und wird neu gestartet; Einzelheiten stehen im Protokoll.</translation>
    </message>
    <message>
        <source>There is no display: DISPLAY is not set. Start Daytrail in a desktop session.</source>
        <translation>Es gibt keinen Bildschirm: DISPLAY ist nicht gesetzt. Daytrail in einer Desktop-Sitzung starten.</translation>
    </message>
    <message>
        <source>The display went away, or its pixels cannot be read.</source>
        <translation>Der Bildschirm ist verschwunden, oder seine Bildpunkte sind nicht lesbar.</translation>
    </message>
    <message>
        <source>The screen cannot be read on this system.</source>
        <translation>Der Bildschirm ist auf diesem System nicht lesbar.</translation>
    </message>
    <message>
        <source>The screen cannot be read; the system may ask for permission to record it.</source>
        <translation>Der Bildschirm ist nicht lesbar; vielleicht fragt das System nach der Erlaubnis, ihn aufzuzeichnen.</translation>
    </message>
    <message>
        <source>This is a Wayland session, whose screen other programs cannot see. Log in to an X11 session (“… on Xorg”) to record the screen.</source>
        <translation>Dies ist eine Wayland-Sitzung, deren Bildschirm andere Programme nicht sehen. Zum Aufzeichnen des Bildschirms in einer X11-Sitzung („… unter Xorg“) anmelden.</translation>
    </message>
    <message>
        <source>Keyboard and pointer can no longer be listened to.</source>
        <translation>Tastatur und Zeiger lassen sich nicht mehr beobachten.</translation>
    </message>
    <message>
        <source>Keyboard and pointer cannot be listened to: there is no display, or access to input was not granted.</source>
        <translation>Tastatur und Zeiger lassen sich nicht beobachten: Es gibt keinen Bildschirm, oder der Zugriff auf Eingaben wurde nicht erlaubt.</translation>
    </message>
    <message>
        <source>No microphone was found. Connect one, or choose one in the settings.</source>
        <translation>Kein Mikrofon gefunden. Eines anschließen oder in den Einstellungen wählen.</translation>
    </message>
    <message>
        <source>There is no microphone “{0}”. Connect it, or choose another.</source>
        <translation>Es gibt kein Mikrofon „{0}“. Anschließen oder ein anderes wählen.</translation>
    </message>
    <message>
        <source>The microphone “{0}” cannot be opened. Connect it, or choose another.</source>
        <translation>Das Mikrofon „{0}“ lässt sich nicht öffnen. Anschließen oder ein anderes wählen.</translation>
    </message>
    <message>
        <source>The microphone “{0}” offers no format that can be recorded.</source>
        <translation>Das Mikrofon „{0}“ bietet kein Format, das sich aufzeichnen lässt.</translation>
    </message>
    <message>
        <source>The microphone, or the system&apos;s sound server, went away.</source>
        <translation>Das Mikrofon oder der Klangdienst des Systems ist verschwunden.</translation>
    </message>
    <message>
        <source>The PortAudio library is missing. On Debian or Ubuntu: sudo apt-get install libportaudio2</source>
        <translation>Die Bibliothek PortAudio fehlt. Unter Debian oder Ubuntu: sudo apt-get install libportaudio2</translation>
    </message>
    <message>
        <source>What the computer plays cannot be recorded: no PulseAudio or PipeWire sound server offers its monitor.</source>
        <translation>Was der Computer abspielt, lässt sich nicht aufzeichnen: Kein Klangdienst (PulseAudio oder PipeWire) bietet seinen Mithörausgang an.</translation>
    </message>
    <message>
        <source>What the computer plays can be recorded on Linux only, where the sound server offers it.</source>
        <translation>Was der Computer abspielt, lässt sich nur unter Linux aufzeichnen, wo der Klangdienst es anbietet.</translation>
    </message>
    <message>
        <source>There is no camera {0}, or another program uses it.</source>
        <translation>Es gibt keine Kamera {0}, oder ein anderes Programm benutzt sie.</translation>
    </message>
    <message>
        <source>{0} is not there or is no video.</source>
        <translation>{0} ist nicht da oder kein Video.</translation>
    </message>
    <message>
        <source>{0} does not answer or is no video. Is the camera on, and the address right?</source>
        <translation>{0} antwortet nicht oder ist kein Video. Ist die Kamera an und die Adresse richtig?</translation>
    </message>
    <message>
        <source>{0} gives no pictures any more.</source>
        <translation>{0} liefert keine Bilder mehr.</translation>
    </message>
    <message>
        <source>The display cannot tell of the clipboard: it lacks the XFIXES extension.</source>
        <translation>Der Bildschirm meldet die Zwischenablage nicht: Ihm fehlt die Erweiterung XFIXES.</translation>
    </message>
    <message>
        <source>Nothing is recorded.</source>
        <translation>Nichts wird aufgezeichnet.</translation>
    </message>
    <message>
        <source>{0} put aside since the start; `daytrail retry` lists them.</source>
        <translation>{0} seit dem Start beiseitegelegt; `daytrail retry` listet sie auf.</translation>
    </message>
    <message>
        <source>The plugin {0} stopped by itself; it is started again.</source>
        <translation>Das Plugin {0} hat von selbst aufgehört; es wird neu gestartet.</translation>
    </message>
</context>
<context>
    <name>timeline</name>
    <message>
        <source>Hide “{0}”</source>
        <translation>„{0}“ ausblenden</translation>
    </message>
    <message>
        <source>Unpin “{0}”</source>
        <translation>„{0}“ lösen</translation>
    </message>
    <message>
        <source>Pin “{0}” to the top</source>
        <translation>„{0}“ oben anheften</translation>
    </message>
    <message>
        <source>Group by device</source>
        <translation>Nach Gerät gruppieren</translation>
    </message>
    <message>
        <source>Usual heights</source>
        <translation>Übliche Höhen</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>Vergrößern</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>Verkleinern</translation>
    </message>
    <message>
        <source>Earlier</source>
        <translation>Früher</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>Später</translation>
    </message>
    <message>
        <source>Previous change of the screen</source>
        <translation>Vorige Änderung des Bildschirms</translation>
    </message>
    <message>
        <source>Next change of the screen</source>
        <translation>Nächste Änderung des Bildschirms</translation>
    </message>
    <message>
        <source>Play or pause</source>
        <translation>Abspielen oder anhalten</translation>
    </message>
    <message>
        <source>Show everything</source>
        <translation>Alles zeigen</translation>
    </message>
    <message>
        <source>Go to now</source>
        <translation>Zum Jetzt gehen</translation>
    </message>
    <message>
        <source>Fit the selection</source>
        <translation>Auswahl einpassen</translation>
    </message>
    <message>
        <source>Go to a date or time</source>
        <translation>Zu einem Datum oder einer Uhrzeit gehen</translation>
    </message>
    <message>
        <source>Note on this moment or the selection</source>
        <translation>Notiz zu diesem Augenblick oder zur Auswahl</translation>
    </message>
    <message>
        <source>Bookmark this moment or the selection</source>
        <translation>Lesezeichen für diesen Augenblick oder die Auswahl</translation>
    </message>
    <message>
        <source>Tag this moment or the selection</source>
        <translation>Schlagwort für diesen Augenblick oder die Auswahl</translation>
    </message>
    <message>
        <source>Delete what was recorded in the selection…</source>
        <translation>Aufgezeichnetes in der Auswahl löschen …</translation>
    </message>
    <message>
        <source>Undo the last change of a note</source>
        <translation>Letzte Änderung an Notizen rückgängig machen</translation>
    </message>
    <message>
        <source>Do it again</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>Compare with another day</source>
        <translation>Mit einem anderen Tag vergleichen</translation>
    </message>
    <message>
        <source>Keys and gestures</source>
        <translation>Tasten und Gesten</translation>
    </message>
    <message>
        <source>Select nothing</source>
        <translation>Nichts auswählen</translation>
    </message>
    <message>
        <source>Change or delete…</source>
        <translation>Ändern oder löschen…</translation>
    </message>
    <message>
        <source>Note here…</source>
        <translation>Notiz hier…</translation>
    </message>
    <message>
        <source>Tag here…</source>
        <translation>Schlagwort hier…</translation>
    </message>
    <message>
        <source>Bookmark here</source>
        <translation>Lesezeichen hier</translation>
    </message>
    <message>
        <source>Lanes</source>
        <translation>Spuren</translation>
    </message>
    <message>
        <source>Wheel</source>
        <translation>Mausrad</translation>
    </message>
    <message>
        <source>Zoom at the pointer</source>
        <translation>Am Zeiger vergrößern</translation>
    </message>
    <message>
        <source>Shift + wheel</source>
        <translation>Umschalt + Mausrad</translation>
    </message>
    <message>
        <source>Earlier, later</source>
        <translation>Früher, später</translation>
    </message>
    <message>
        <source>Drag</source>
        <translation>Ziehen</translation>
    </message>
    <message>
        <source>Move through time</source>
        <translation>Durch die Zeit bewegen</translation>
    </message>
    <message>
        <source>Click</source>
        <translation>Klick</translation>
    </message>
    <message>
        <source>Show the moment</source>
        <translation>Den Augenblick zeigen</translation>
    </message>
    <message>
        <source>Double click</source>
        <translation>Doppelklick</translation>
    </message>
    <message>
        <source>Shift + drag, drag on the ruler</source>
        <translation>Umschalt + Ziehen, Ziehen auf dem Lineal</translation>
    </message>
    <message>
        <source>Select a span</source>
        <translation>Eine Spanne auswählen</translation>
    </message>
    <message>
        <source>Drag a lane&apos;s name</source>
        <translation>Den Namen einer Spur ziehen</translation>
    </message>
    <message>
        <source>Put the lane elsewhere</source>
        <translation>Die Spur anderswohin setzen</translation>
    </message>
    <message>
        <source>Drag a lane&apos;s lower edge</source>
        <translation>Den unteren Rand einer Spur ziehen</translation>
    </message>
    <message>
        <source>Make the lane higher</source>
        <translation>Die Spur höher machen</translation>
    </message>
    <message>
        <source>Right click</source>
        <translation>Rechtsklick</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Mehr</translation>
    </message>
    <message>
        <source>Zoom to the selection</source>
        <translation>Auf die Auswahl vergrößern</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>Abspielen</translation>
    </message>
    <message>
        <source>Note on it…</source>
        <translation>Notiz dazu…</translation>
    </message>
    <message>
        <source>Tag it…</source>
        <translation>Schlagwort dazu…</translation>
    </message>
    <message>
        <source>Search inside…</source>
        <translation>Darin suchen…</translation>
    </message>
    <message>
        <source>Copy what was said and read</source>
        <translation>Gesagtes und Gelesenes kopieren</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportieren…</translation>
    </message>
    <message>
        <source>Process again</source>
        <translation>Erneut verarbeiten</translation>
    </message>
    <message>
        <source>Forget this span…</source>
        <translation>Diese Spanne vergessen…</translation>
    </message>
    <message>
        <source>{0} selected</source>
        <translation>{0} ausgewählt</translation>
    </message>
    <message>
        <source>Take “{0}” off the timeline</source>
        <translation>„{0}“ von der Zeitleiste nehmen</translation>
    </message>
    <message>
        <source>Ask anew</source>
        <translation>Neu fragen</translation>
    </message>
</context>
<context>
    <name>wording</name>
    <message>
        <source>Nothing recorded yet</source>
        <translation>Noch nichts aufgezeichnet</translation>
    </message>
    <message>
        <source>What you see, hear and do will appear here as it is recorded.</source>
        <translation>Was Sie sehen, hören und tun, erscheint hier, sobald es aufgezeichnet ist.</translation>
    </message>
    <message>
        <source>Nothing recorded in this span</source>
        <translation>In dieser Spanne nichts aufgezeichnet</translation>
    </message>
    <message>
        <source>Press Home to see everything, T to go to now.</source>
        <translation>Pos1 zeigt alles, T geht zum Jetzt.</translation>
    </message>
    <message>
        <source>Screen</source>
        <translation>Bildschirm</translation>
    </message>
    <message>
        <source>thumbnails</source>
        <translation>Vorschaubilder</translation>
    </message>
    <message>
        <source>Applications</source>
        <translation>Programme</translation>
    </message>
    <message>
        <source>window titles</source>
        <translation>Fenstertitel</translation>
    </message>
    <message>
        <source>Speech</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>microphone</source>
        <translation>Mikrofon</translation>
    </message>
    <message>
        <source>loudspeaker</source>
        <translation>Lautsprecher</translation>
    </message>
    <message>
        <source>Microphone</source>
        <translation>Mikrofon</translation>
    </message>
    <message>
        <source>Computer</source>
        <translation>Computer</translation>
    </message>
    <message>
        <source>Input</source>
        <translation>Eingabe</translation>
    </message>
    <message>
        <source>keys and pointer</source>
        <translation>Tasten und Zeiger</translation>
    </message>
    <message>
        <source>Voice</source>
        <translation>Stimme</translation>
    </message>
    <message>
        <source>when somebody spoke</source>
        <translation>wann jemand sprach</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>Kamera</translation>
    </message>
    <message>
        <source>Sessions</source>
        <translation>Sitzungen</translation>
    </message>
    <message>
        <source>Presence</source>
        <translation>Anwesenheit</translation>
    </message>
    <message>
        <source>Objects</source>
        <translation>Dinge</translation>
    </message>
    <message>
        <source>Loudspeaker</source>
        <translation>Lautsprecher</translation>
    </message>
    <message>
        <source>Screen text</source>
        <translation>Bildschirmtext</translation>
    </message>
    <message>
        <source>recognised</source>
        <translation>erkannt</translation>
    </message>
    <message>
        <source>Web</source>
        <translation>Web</translation>
    </message>
    <message>
        <source>Clipboard</source>
        <translation>Zwischenablage</translation>
    </message>
    <message>
        <source>Notes · Calendar</source>
        <translation>Notizen · Kalender</translation>
    </message>
    <message>
        <source>Places</source>
        <translation>Orte</translation>
    </message>
    <message>
        <source>Heart rate</source>
        <translation>Herzschlag</translation>
    </message>
    <message>
        <source>watch</source>
        <translation>Uhr</translation>
    </message>
    <message>
        <source>Coverage</source>
        <translation>Abdeckung</translation>
    </message>
    <message>
        <source>Whole day</source>
        <translation>Ganzer Tag</translation>
    </message>
    <message>
        <source>Whole week</source>
        <translation>Ganze Woche</translation>
    </message>
    <message>
        <source>Whole month</source>
        <translation>Ganzer Monat</translation>
    </message>
    <message>
        <source>Whole year</source>
        <translation>Ganzes Jahr</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>Alles</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>Fenster</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>Kopiert</translation>
    </message>
    <message>
        <source>screen frame</source>
        <translation>Bildschirmbild</translation>
    </message>
    <message>
        <source>camera still</source>
        <translation>Kamerabild</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>away from the keyboard</source>
        <translation>nicht an der Tastatur</translation>
    </message>
    <message>
        <source>there, but touching nothing</source>
        <translation>da, ohne etwas zu berühren</translation>
    </message>
    <message>
        <source>{0} characters</source>
        <translation>{0} Zeichen</translation>
    </message>
    <message>
        <source>{0} keys, {1} clicks / min</source>
        <translation>{0} Tasten, {1} Klicks / min</translation>
    </message>
    <message>
        <source>{0} keys and clicks</source>
        <translation>{0} Tasten und Klicks</translation>
    </message>
    <message>
        <source>and {0} others</source>
        <translation>und {0} weitere</translation>
    </message>
    <message>
        <source>and {0} other</source>
        <translation>und {0} weiteres</translation>
    </message>
    <message>
        <source>taken at the start</source>
        <translation>zu Beginn aufgenommen</translation>
    </message>
    <message>
        <source>taken on a window switch</source>
        <translation>beim Fensterwechsel aufgenommen</translation>
    </message>
    <message>
        <source>taken on a click</source>
        <translation>bei einem Klick aufgenommen</translation>
    </message>
    <message>
        <source>taken after typing</source>
        <translation>nach dem Tippen aufgenommen</translation>
    </message>
    <message>
        <source>taken after scrolling</source>
        <translation>nach dem Blättern aufgenommen</translation>
    </message>
    <message>
        <source>taken on a copy</source>
        <translation>beim Kopieren aufgenommen</translation>
    </message>
    <message>
        <source>taken on a change</source>
        <translation>bei einer Änderung aufgenommen</translation>
    </message>
    <message>
        <source>taken while idle</source>
        <translation>in Ruhe aufgenommen</translation>
    </message>
    <message>
        <source>taken on a display change</source>
        <translation>bei einem Bildschirmwechsel aufgenommen</translation>
    </message>
    <message>
        <source>{0} days</source>
        <translation>{0} Tage</translation>
    </message>
    <message>
        <source>{0} months</source>
        <translation>{0} Monate</translation>
    </message>
    <message>
        <source>{0} years</source>
        <translation>{0} Jahre</translation>
    </message>
    <message>
        <source>Stays</source>
        <translation>Aufenthalte</translation>
    </message>
    <message>
        <source>Somebody there</source>
        <translation>Jemand ist da</translation>
    </message>
    <message>
        <source>Heard twice</source>
        <translation>Doppelt gehört</translation>
    </message>
    <message>
        <source>Computer sound</source>
        <translation>Ton des Rechners</translation>
    </message>
    <message>
        <source>Locations</source>
        <translation>Standorte</translation>
    </message>
    <message>
        <source>Bookmarks</source>
        <translation>Lesezeichen</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>Notizen</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>Schlagwörter</translation>
    </message>
    <message>
        <source>Voice played</source>
        <translation>Abgespielte Stimme</translation>
    </message>
    <message>
        <source>Faces</source>
        <translation>Gesichter</translation>
    </message>
    <message>
        <source>Text on screen</source>
        <translation>Text auf dem Bildschirm</translation>
    </message>
    <message>
        <source>Thumbnail</source>
        <translation>Vorschaubild</translation>
    </message>
    <message>
        <source>What texts speak of</source>
        <translation>Wovon Texte handeln</translation>
    </message>
    <message>
        <source>Meaning of a text</source>
        <translation>Bedeutung eines Textes</translation>
    </message>
    <message>
        <source>Transcript</source>
        <translation>Abschrift</translation>
    </message>
    <message>
        <source>Motion on screen</source>
        <translation>Bewegung auf dem Bildschirm</translation>
    </message>
    <message>
        <source>Away</source>
        <translation>Abwesend</translation>
    </message>
</context>
<context>
    <name>words</name>
    <message>
        <source>{0} ms</source>
        <translation>{0} ms</translation>
    </message>
    <message>
        <source>{0} s</source>
        <translation>{0} s</translation>
    </message>
    <message>
        <source>{0} min</source>
        <translation>{0} min</translation>
    </message>
    <message>
        <source>{0} h {1} min</source>
        <translation>{0} h {1} min</translation>
    </message>
    <message>
        <source>{0} h</source>
        <translation>{0} h</translation>
    </message>
    <message>
        <source>{0} days</source>
        <translation>{0} Tage</translation>
    </message>
    <message>
        <source>{0} months</source>
        <translation>{0} Monate</translation>
    </message>
    <message>
        <source>{0} years</source>
        <translation>{0} Jahre</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Heute</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>Gestern</translation>
    </message>
    <message>
        <source>ddd d MMM</source>
        <translation>ddd d. MMM</translation>
    </message>
    <message>
        <source>d MMM yyyy</source>
        <translation>d. MMM yyyy</translation>
    </message>
    <message>
        <source>ddd d MMM yyyy</source>
        <translation>ddd d. MMM yyyy</translation>
    </message>
    <message>
        <source>d MMM</source>
        <translation>d. MMM</translation>
    </message>
    <message>
        <source>just now</source>
        <translation>gerade eben</translation>
    </message>
    <message>
        <source>{0} ago</source>
        <translation>vor {0}</translation>
    </message>
</context>
</TS>
