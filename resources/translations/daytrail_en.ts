<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>Comparison</name>
    <message numerus="yes">
        <source>%Ln day(s) before</source>
        <translation>
            <numerusform>%Ln day before</numerusform>
            <numerusform>%Ln days before</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln day(s) after</source>
        <translation>
            <numerusform>%Ln day after</numerusform>
            <numerusform>%Ln days after</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DayPage</name>
    <message numerus="yes">
        <source>%Ln conversation(s)</source>
        <translation>
            <numerusform>%Ln conversation</numerusform>
            <numerusform>%Ln conversations</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DiskCard</name>
    <message numerus="yes">
        <source>kept %Ln day(s)</source>
        <translation>
            <numerusform>kept %Ln day</numerusform>
            <numerusform>kept %Ln days</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message numerus="yes">
        <source>%Ln event(s) are found.</source>
        <translation>
            <numerusform>%Ln event is found.</numerusform>
            <numerusform>%Ln events are found.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln event(s) in all.</source>
        <translation>
            <numerusform>%Ln event in all.</numerusform>
            <numerusform>%Ln events in all.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln event(s) begin in this span.</source>
        <translation>
            <numerusform>%Ln event begins in this span.</numerusform>
            <numerusform>%Ln events begin in this span.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) are as they were written.</source>
        <translation>
            <numerusform>The file is as it was written.</numerusform>
            <numerusform>All %Ln files are as they were written.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln event(s) written</source>
        <translation>
            <numerusform>%Ln event written</numerusform>
            <numerusform>%Ln events written</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln event(s) in {0} files, {1}, in {2}</source>
        <translation>
            <numerusform>%Ln event in {0} files, {1}, in {2}</numerusform>
            <numerusform>%Ln events in {0} files, {1}, in {2}</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ForgetDialog</name>
    <message numerus="yes">
        <source>The last %Ln minute(s)</source>
        <translation>
            <numerusform>The last %Ln minute</numerusform>
            <numerusform>The last %Ln minutes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln event(s) and {0} of pictures and sound would be deleted.</source>
        <translation>
            <numerusform>%Ln event and {0} of pictures and sound would be deleted.</numerusform>
            <numerusform>%Ln events and {0} of pictures and sound would be deleted.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>HeatMap</name>
    <message numerus="yes">
        <source>%Ln day(s) recorded</source>
        <translation>
            <numerusform>%Ln day recorded</numerusform>
            <numerusform>%Ln days recorded</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message numerus="yes">
        <source>%Ln event(s) deleted</source>
        <translation>
            <numerusform>%Ln event deleted</numerusform>
            <numerusform>%Ln events deleted</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ModelList</name>
    <message numerus="yes">
        <source>%Ln model(s) as they should be</source>
        <translation>
            <numerusform>%Ln model as it should be</numerusform>
            <numerusform>%Ln models as they should be</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln damaged</source>
        <translation>
            <numerusform>%Ln damaged</numerusform>
            <numerusform>%Ln damaged</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RecorderModel</name>
    <message numerus="yes">
        <source>Recording · %Ln source(s)</source>
        <translation>
            <numerusform>Recording · %Ln source</numerusform>
            <numerusform>Recording · %Ln sources</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln in trouble</source>
        <translation>
            <numerusform>%Ln in trouble</numerusform>
            <numerusform>%Ln in trouble</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Reprocessing</name>
    <message numerus="yes">
        <source>Processed again: %Ln result(s)</source>
        <translation>
            <numerusform>Processed again: %Ln result</numerusform>
            <numerusform>Processed again: %Ln results</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RulesEditor</name>
    <message numerus="yes">
        <source>Edit %Ln rule(s)…</source>
        <translation>
            <numerusform>Edit %Ln rule…</numerusform>
            <numerusform>Edit %Ln rules…</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SearchView</name>
    <message numerus="yes">
        <source>%Ln moment(s)</source>
        <translation>
            <numerusform>%Ln moment</numerusform>
            <numerusform>%Ln moments</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SettingsPage</name>
    <message numerus="yes">
        <source>… and %Ln more; type another word.</source>
        <translation>
            <numerusform>… and %Ln more; type another word.</numerusform>
            <numerusform>… and %Ln more; type another word.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SourcesPage</name>
    <message numerus="yes">
        <source>%Ln event(s)</source>
        <translation>
            <numerusform>%Ln event</numerusform>
            <numerusform>%Ln events</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SpanCopy</name>
    <message numerus="yes">
        <source>%Ln line(s) copied</source>
        <translation>
            <numerusform>%Ln line copied</numerusform>
            <numerusform>%Ln lines copied</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TimelinePage</name>
    <message numerus="yes">
        <source>%Ln display(s)</source>
        <translation>
            <numerusform>%Ln display</numerusform>
            <numerusform>%Ln displays</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Tray</name>
    <message numerus="yes">
        <source>The last %Ln minute(s)…</source>
        <translation>
            <numerusform>The last %Ln minute…</numerusform>
            <numerusform>The last %Ln minutes…</numerusform>
        </translation>
    </message>
</context>
</TS>
