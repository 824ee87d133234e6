; Installer for all users of a machine. On Windows: makensis /DVERSION=0.1.0 /DFOLDER=...\sohoa sohoa.nsi
; It goes to build\; another folder with /DOUT=C:\Path.
; Silent: TramSoHoa-0.1.0.exe /S [/D=C:\Path]      Uninstall silently: "...\uninstall.exe" /S
; Same version or newer over an older one: the older files go first. Data of users, and what the
; administrator wrote into %ProgramData%\sohoa, are never touched, not by the uninstaller either.
Unicode true
!ifndef VERSION
  !error "give /DVERSION=x.y.z"
!endif
!ifndef FOLDER
  !error "give /DFOLDER=folder that packaging/build.py made"
!endif
!include "MUI2.nsh"
!include "x64.nsh"
!include "FileFunc.nsh"
!include "WordFunc.nsh"
!include "WinVer.nsh"

!define KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\TramSoHoa"
!define NAME "Trạm Số Hóa"

Name "${NAME} ${VERSION}"
!ifndef OUT
  !define OUT "..\..\build"
!endif
OutFile "${OUT}\TramSoHoa-${VERSION}.exe"
InstallDir "$PROGRAMFILES64\TramSoHoa"
RequestExecutionLevel admin
SetCompressor /SOLID lzma
ShowInstDetails nevershow
AllowSkipFiles off ; a program that lacks one of its files is none
ManifestDPIAware true
VIProductVersion "${VERSION}.0"
VIAddVersionKey "ProductName" "${NAME}"
VIAddVersionKey "FileDescription" "${NAME}"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "LegalCopyright" "Apache-2.0"
!ifdef ICON
  !define MUI_ICON "${ICON}"
  !define MUI_UNICON "${ICON}"
!endif

; Signing, when a command is given: /DSIGN="signtool sign /fd sha256 /tr URL /td sha256 /n NAME"
!ifdef SIGN
  !finalize '${SIGN} "%1"' = 0
  !uninstfinalize '${SIGN} "%1"' = 0
!endif

!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "Vietnamese"

; Exit codes for silent runs: 0 done; 1 and 2 are NSIS's own (given up, broken off: disk full or the
; like); 10 a newer version is there, 11 the program is running, 12 not a 64-bit Windows 10 or later.
!macro Refuse CODE TEXT
  IfSilent +2
  MessageBox MB_OK|MB_ICONSTOP "${TEXT}"
  SetErrorLevel ${CODE}
  Quit
!macroend

; A running program holds its file open: it cannot be opened for appending. Windows and commands
; are two programs; drivers and workers are the one that started them.
!macro RefuseWhenRunning CODE
  !insertmacro RefuseWhenOpen "$INSTDIR\TramSoHoa.exe" ${CODE}
  !insertmacro RefuseWhenOpen "$INSTDIR\sohoa.exe" ${CODE}
!macroend

!macro RefuseWhenOpen PROGRAM CODE
  ${If} ${FileExists} "${PROGRAM}"
    ClearErrors
    FileOpen $0 "${PROGRAM}" a
    ${If} ${Errors}
      !insertmacro Refuse ${CODE} "Trạm Số Hóa đang chạy. Hãy đóng cửa sổ, chờ lệnh đang chạy xong rồi cài lại."
    ${EndIf}
    FileClose $0
  ${EndIf}
!macroend

Function .onInit
  SetShellVarContext all
  SetRegView 64
  ${IfNot} ${RunningX64}
  ${OrIfNot} ${AtLeastWin10}
    !insertmacro Refuse 12 "Cần Windows 10 trở lên, bản 64-bit."
  ${EndIf}
  ; An upgrade goes where the older version lies, unless /D= names a place. InstallDirRegKey would
  ; look among the keys of 32-bit programs, where ours are not.
  ReadRegStr $1 HKLM "${KEY}" "InstallLocation"
  ${If} $1 != ""
  ${AndIf} $INSTDIR == "$PROGRAMFILES64\TramSoHoa"
    StrCpy $INSTDIR $1
  ${EndIf}
  ReadRegStr $1 HKLM "${KEY}" "DisplayVersion"
  ${If} $1 != ""
    ${VersionCompare} "$1" "${VERSION}" $2
    ${If} $2 == 1
      !insertmacro Refuse 10 "Đã có bản mới hơn ($1). Không cài bản cũ đè lên."
    ${EndIf}
  ${EndIf}
FunctionEnd

Section "Program"
  !insertmacro RefuseWhenRunning 11
  ; Files of an older version that the new one lacks must not stay. Only what we put there goes.
  RMDir /r "$INSTDIR\_internal"
  Delete "$INSTDIR\sohoa.exe"
  Delete "$INSTDIR\TramSoHoa.exe"
  SetOutPath "$INSTDIR"
  File /r "${FOLDER}\*.*"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortCut "$SMPROGRAMS\${NAME}.lnk" "$INSTDIR\TramSoHoa.exe"
  CreateShortCut "$DESKTOP\${NAME}.lnk" "$INSTDIR\TramSoHoa.exe"
  WriteRegStr HKLM "Software\Microsoft\Windows\CurrentVersion\App Paths\sohoa.exe" "" "$INSTDIR\sohoa.exe"
  WriteRegStr HKLM "${KEY}" "DisplayName" "${NAME}"
  WriteRegStr HKLM "${KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKLM "${KEY}" "DisplayIcon" "$INSTDIR\TramSoHoa.exe"
  WriteRegStr HKLM "${KEY}" "Publisher" "${NAME}"
  WriteRegStr HKLM "${KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKLM "${KEY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKLM "${KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKLM "${KEY}" "NoModify" 1
  WriteRegDWORD HKLM "${KEY}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  IntFmt $0 "0x%08X" $0
  WriteRegDWORD HKLM "${KEY}" "EstimatedSize" "$0"
SectionEnd

Function un.onInit
  SetShellVarContext all
  SetRegView 64
FunctionEnd

Section "Uninstall"
  !insertmacro RefuseWhenRunning 11
  RMDir /r "$INSTDIR\_internal"
  Delete "$INSTDIR\sohoa.exe"
  Delete "$INSTDIR\TramSoHoa.exe"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR" ; only when nothing of others lies in it
  Delete "$SMPROGRAMS\${NAME}.lnk"
  Delete "$DESKTOP\${NAME}.lnk"
  DeleteRegKey HKLM "Software\Microsoft\Windows\CurrentVersion\App Paths\sohoa.exe"
  DeleteRegKey HKLM "${KEY}"
SectionEnd
